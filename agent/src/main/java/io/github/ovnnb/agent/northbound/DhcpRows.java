package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.DhcpOptions;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortSpec;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The rows of {@code DHCP_Options} that the ports of one transaction need: one a subnet and family, made, brought up to date or taken away
 * once, however many ports are concerned.
 */
final class DhcpRows {
    private static final String PROTOCOL = "protocol";
    /** On kube-ovn's rows for a single port, which are not a subnet's. */
    private static final String PORT = "port";

    private final Rows rows;
    private final List<Operation> operations = new ArrayList<>();
    private final Set<UUID> settled = new HashSet<>();

    DhcpRows(Rows rows) {
        this.rows = rows;
    }

    /** What goes before the ports that refer to it. */
    List<Operation> operations() {
        return List.copyOf(operations);
    }

    static String column(AddressFamily family) {
        return family == AddressFamily.IPV4 ? "dhcpv4_options" : "dhcpv6_options";
    }

    /** What the columns of a new port shall be. */
    Map<String, Value> columns(PortSpec spec) {
        var columns = new HashMap<String, Value>();
        for (var family : AddressFamily.values()) {
            spec.dhcp(family).ifPresent(options -> columns.put(column(family), Value.of(rowFor(options))));
        }
        return columns;
    }

    /** Those columns of a port that is there which are to be written. */
    Map<String, Value> columns(PortFacts row, PortSpec spec) {
        var columns = new HashMap<String, Value>();
        for (var family : AddressFamily.values()) {
            if (!spec.hasItsDhcp(row, family)) {
                var now = Optional.ofNullable(row.dhcp().get(family));
                var wanted = spec.dhcp(family).map(this::rowFor);
                if (wanted.isEmpty()) {
                    now.filter(old -> isForNobody(old, spec, family)).ifPresent(this::delete);
                }
                if (!wanted.equals(now.map(DhcpOptions.Row::row))) {
                    columns.put(column(family), wanted.<Value>map(Value::of).orElseGet(Value::none));
                }
            }
        }
        return columns;
    }

    /** Not where only this port has left the subnet, or the family. */
    private static boolean isForNobody(DhcpOptions.Row row, PortSpec spec, AddressFamily family) {
        return row.logicalSwitch().equals(spec.placement().logicalSwitch())
                && spec.placement().addresses().ip(family).isPresent();
    }

    private void delete(DhcpOptions.Row row) {
        if (settled.add(row.row())) {
            // References to it are weak: those of other ports go with it, ovn-nb(5).
            operations.add(Operation.delete(NorthboundTables.DHCP, row.row()));
        }
    }

    private UUID rowFor(DhcpOptions wanted) {
        var now = rows.dhcpOptions(wanted.logicalSwitch(), wanted.family());
        var uuid = now.map(DhcpOptions.Row::row).orElseGet(() -> uuidFor(wanted));
        if (settled.add(uuid)) {
            now.ifPresentOrElse(row -> update(row, wanted), () -> insert(uuid, wanted));
        }
        return uuid;
    }

    private void update(DhcpOptions.Row row, DhcpOptions wanted) {
        if (!wanted.isMetBy(row)) {
            operations.add(Operation.update(
                    NorthboundTables.DHCP,
                    row.row(),
                    Map.of(
                            "cidr", Value.of(wanted.cidr()),
                            "options", Value.stringMap(wanted.options(row.options())))));
        }
    }

    private void insert(UUID uuid, DhcpOptions wanted) {
        operations.add(Operation.insert(
                NorthboundTables.DHCP,
                uuid,
                Map.of(
                        "cidr", Value.of(wanted.cidr()),
                        "options", Value.stringMap(wanted.options()),
                        "external_ids",
                                Value.stringMap(Map.of(
                                        ExternalIds.VENDOR,
                                        ExternalIds.OUR_VENDOR,
                                        ExternalIds.LOGICAL_SWITCH,
                                        wanted.logicalSwitch(),
                                        PROTOCOL,
                                        wanted.family().toString())))));
    }

    /** As for switches: whoever misses the same row chooses the same uuid. */
    private static UUID uuidFor(DhcpOptions wanted) {
        var name = "ovn-nb-agent/DHCP_Options/" + wanted.family() + "/" + wanted.logicalSwitch();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    static DhcpOptions.Row read(Row row) {
        var ids = row.stringMap("external_ids");
        boolean ofSubnet = ExternalIds.OUR_VENDOR.equals(ids.get(ExternalIds.VENDOR)) && !ids.containsKey(PORT);
        return new DhcpOptions.Row(
                row.uuid(),
                ofSubnet ? ids.getOrDefault(ExternalIds.LOGICAL_SWITCH, "") : "",
                row.string("cidr"),
                row.stringMap("options"));
    }

    static boolean isOf(Row row, AddressFamily family) {
        return family.toString().equals(row.stringMap("external_ids").get(PROTOCOL));
    }
}
