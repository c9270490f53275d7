package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.bench.AllocationWatch.Allocation;
import io.github.ovnnb.it.harness.Ovn;
import io.github.ovnnb.it.harness.PortRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of the Pods of one namespace, as ovn-nbctl shows them. */
record WrittenRows(Ovn ovn, PodCalls calls) {

    List<PortRow> all() {
        return ovn.ports().stream()
                .filter(row -> row.name().endsWith("." + calls.namespace()))
                .toList();
    }

    /** Prints what it finds; true when each Pod has one, no address is there twice and every annotation tells its row. */
    boolean check(Figures figures, int pods, Map<String, Allocation> allocations) {
        var rows = all();
        var duplicateIps =
                duplicates(rows.stream().flatMap(row -> row.ips().stream()).toList());
        var duplicateMacs =
                duplicates(rows.stream().flatMap(row -> row.mac().stream()).toList());
        var byName = rows.stream().collect(Collectors.toMap(PortRow::name, row -> String.join(" ", row.addresses())));
        var differing = allocations.entrySet().stream()
                .filter(entry -> !entry.getValue().asRow().equalsIgnoreCase(byName.get(calls.portOf(entry.getKey()))))
                .count();
        figures.print("rows", rows.size(), "rows");
        figures.print("duplicate_ips", duplicateIps, "count");
        figures.print("duplicate_macs", duplicateMacs, "count");
        figures.print("annotation_differs_from_row", differing, "count");
        return rows.size() == pods && duplicateIps == 0 && duplicateMacs == 0 && differing == 0;
    }

    private static long duplicates(List<String> values) {
        return values.size() - new HashSet<>(values).size();
    }
}
