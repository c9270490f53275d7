// Measures the Go client libovsdb: from connecting to synced. usage: libovsdb REMOTE ROWS
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"github.com/ovn-kubernetes/libovsdb/client"
	"github.com/ovn-kubernetes/libovsdb/model"
)

type logicalSwitch struct {
	UUID        string            `ovsdb:"_uuid"`
	Name        string            `ovsdb:"name"`
	Ports       []string          `ovsdb:"ports"`
	ExternalIDs map[string]string `ovsdb:"external_ids"`
}

type logicalSwitchPort struct {
	UUID         string            `ovsdb:"_uuid"`
	Name         string            `ovsdb:"name"`
	Addresses    []string          `ovsdb:"addresses"`
	PortSecurity []string          `ovsdb:"port_security"`
	ExternalIDs  map[string]string `ovsdb:"external_ids"`
	Options      map[string]string `ovsdb:"options"`
}

func main() {
	remote := os.Args[1]
	rows, err := strconv.Atoi(os.Args[2])
	check(err)
	models, err := model.NewClientDBModel("OVN_Northbound", map[string]model.Model{
		"Logical_Switch":      &logicalSwitch{},
		"Logical_Switch_Port": &logicalSwitchPort{},
	})
	check(err)
	models.SetIndexes(map[string][]model.ClientIndex{
		"Logical_Switch_Port": {{Columns: []model.ColumnKey{{Column: "external_ids", Key: "pod"}}}},
	})
	quiet := logr.Discard()
	ovs, err := client.NewOVSDBClient(models, client.WithEndpoint(remote), client.WithLogger(&quiet))
	check(err)

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	begin := time.Now()
	check(ovs.Connect(ctx))
	_, err = ovs.Monitor(ctx, ovs.NewMonitor(
		client.WithTable(&logicalSwitch{}),
		client.WithTable(&logicalSwitchPort{})))
	check(err)
	fmt.Printf("measured sync_seconds %f\n", time.Since(begin).Seconds())
	fmt.Printf("measured peak_rss_mb %f\n", peakResidentMegabytes())

	if held := ovs.Cache().Table("Logical_Switch_Port").Len(); held != rows {
		log.Fatalf("%d rows instead of %d", held, rows)
	}
	runtime.GC()
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Printf("measured heap_bytes_per_row %f\n", float64(memory.HeapAlloc)/float64(rows))
	ovs.Close()
}

func peakResidentMegabytes() float64 {
	status, err := os.ReadFile("/proc/self/status")
	check(err)
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmHWM:") {
			kilobytes, err := strconv.ParseFloat(strings.Fields(line)[1], 64)
			check(err)
			return kilobytes / 1024
		}
	}
	return 0
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
