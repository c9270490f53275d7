package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.DhcpOptions;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Replica;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads facts out of the replica. */
final class ReplicaRows implements Rows {
    private final Replica replica;
    private final SwitchMembership membership;

    ReplicaRows(Replica replica, SwitchMembership membership) {
        this.replica = replica;
        this.membership = membership;
    }

    @Override
    public Optional<PortFacts> port(String name) {
        var snapshot = replica.snapshot();
        return snapshot.find(NorthboundTables.PORT_BY_NAME, name).map(row -> facts(snapshot, row));
    }

    @Override
    public Collection<PortIdentity> ports() {
        var ours = new ArrayList<PortIdentity>();
        for (var row : replica.snapshot().rows(NorthboundTables.PORT)) {
            if (row.string("type").isEmpty()) {
                ExternalIds.identity(row.string("name"), row.stringMap("external_ids"))
                        .ifPresent(ours::add);
            }
        }
        return ours;
    }

    @Override
    public Optional<UUID> logicalSwitch(String name) {
        return replica.snapshot().findAll(NorthboundTables.SWITCH_BY_NAME, name).stream()
                .map(Row::uuid)
                .min(Comparator.naturalOrder());
    }

    @Override
    public Optional<Seen> seen(String name) {
        var snapshot = replica.snapshot();
        return snapshot.find(NorthboundTables.PORT_BY_NAME, name)
                .map(row -> new Seen(
                        facts(snapshot, row),
                        Map.of(
                                "addresses", row.value("addresses"),
                                "external_ids", row.value("external_ids"))));
    }

    /** Looks at each row: there are no more of them than subnets, and few ask. */
    @Override
    public Optional<DhcpOptions.Row> dhcpOptions(String logicalSwitch, AddressFamily family) {
        return replica.snapshot().rows(NorthboundTables.DHCP).stream()
                .filter(row -> DhcpRows.isOf(row, family))
                .map(DhcpRows::read)
                .filter(row -> row.logicalSwitch().equals(logicalSwitch))
                .min(Comparator.comparing(DhcpOptions.Row::row));
    }

    /** Every port there is, whoever made it. */
    List<PortFacts> all() {
        var snapshot = replica.snapshot();
        return snapshot.rows(NorthboundTables.PORT).stream()
                .map(row -> facts(snapshot, row))
                .toList();
    }

    Optional<PortFacts> port(UUID uuid) {
        var snapshot = replica.snapshot();
        return snapshot.row(NorthboundTables.PORT, uuid).map(row -> facts(snapshot, row));
    }

    /** A row that is gone: it stood on the switches that we last knew of. */
    PortFacts last(Row row) {
        return facts(row, membership.switchesOf(row.uuid()), Map.of());
    }

    private PortFacts facts(Snapshot snapshot, Row row) {
        return facts(row, switchesOf(snapshot, row.uuid()), dhcp(snapshot, row));
    }

    /**
     * The membership is told of changes later than the snapshot shows them, so it is a hint and verified. In step, which it nearly always is,
     * that costs a look into one set; otherwise a look into each switch's.
     */
    private Set<String> switchesOf(Snapshot snapshot, UUID port) {
        var atom = Value.of(port);
        var hint = membership.switchesOf(port);
        boolean holds = !hint.isEmpty()
                && hint.stream()
                        .allMatch(name -> snapshot.find(NorthboundTables.SWITCH_BY_NAME, name)
                                .filter(row -> row.set("ports").contains(atom))
                                .isPresent());
        return holds
                ? hint
                : snapshot.rows(NorthboundTables.SWITCH).stream()
                        .filter(row -> row.set("ports").contains(atom))
                        .map(row -> row.string("name"))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<AddressFamily, DhcpOptions.Row> dhcp(Snapshot snapshot, Row port) {
        var dhcp = new EnumMap<AddressFamily, DhcpOptions.Row>(AddressFamily.class);
        for (var family : AddressFamily.values()) {
            port.optionalUuid(DhcpRows.column(family))
                    .flatMap(uuid -> snapshot.row(NorthboundTables.DHCP, uuid))
                    .ifPresent(row -> dhcp.put(family, DhcpRows.read(row)));
        }
        return dhcp;
    }

    private static PortFacts facts(Row row, Set<String> switches, Map<AddressFamily, DhcpOptions.Row> dhcp) {
        return RowReader.read(
                row.uuid(),
                row.string("name"),
                row.string("type"),
                switches,
                row.strings("addresses"),
                row.strings("port_security"),
                row.stringMap("options"),
                row.stringMap("external_ids"),
                dhcp);
    }
}
