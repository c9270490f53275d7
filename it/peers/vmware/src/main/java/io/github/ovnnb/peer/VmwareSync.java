package io.github.ovnnb.peer;

import com.vmware.ovsdb.protocol.methods.MonitorRequest;
import com.vmware.ovsdb.protocol.methods.MonitorRequests;
import com.vmware.ovsdb.service.impl.OvsdbActiveConnectionConnectorImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Measures VMware's archived Java client: from connecting to the rows in hand. It keeps no replica. usage: VmwareSync PORT ROWS */
public final class VmwareSync {

    private VmwareSync() {}

    public static void main(String[] arguments) throws Exception {
        var threads = Executors.newScheduledThreadPool(2);
        var requests = new MonitorRequests(Map.of(
                "Logical_Switch", new MonitorRequest(List.of("name", "ports", "external_ids")),
                "Logical_Switch_Port",
                        new MonitorRequest(
                                List.of("name", "addresses", "port_security", "external_ids", "options"))));
        var begin = System.nanoTime();
        var client = new OvsdbActiveConnectionConnectorImpl(threads)
                .connect("127.0.0.1", Integer.parseInt(arguments[0]))
                .get();
        var rows = client.monitor("OVN_Northbound", "sync", requests, update -> {}).get();
        System.out.printf("measured sync_seconds %f%n", (System.nanoTime() - begin) / 1e9);
        System.out.printf("measured peak_rss_mb %f%n", peakResidentMegabytes());
        var ports = rows.getTableUpdates().get("Logical_Switch_Port").getRowUpdates().size();
        if (ports != Integer.parseInt(arguments[1])) {
            throw new IllegalStateException(ports + " rows instead of " + arguments[1]);
        }
        System.exit(0);
    }

    private static double peakResidentMegabytes() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return 0;
    }
}
