package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;

/** What we follow of the Northbound database, ovn-nb(5). Columns that exist in every OVN from 20.03 on. */
final class NorthboundTables {
    static final String SWITCH = "Logical_Switch";
    static final String PORT = "Logical_Switch_Port";
    static final String DHCP = "DHCP_Options";

    /** Unique by the schema, which therefore declares this index. */
    static final Index PORT_BY_NAME = Index.on(PORT, "name");

    static final Index SWITCH_BY_NAME = Index.on(SWITCH, "name");

    static final TableDefinition SWITCHES =
            TableDefinition.of(SWITCH, "name", "ports", "external_ids").indexedBy(SWITCH_BY_NAME);

    static final TableDefinition PORTS = TableDefinition.of(
            PORT,
            "name",
            "type",
            "addresses",
            "port_security",
            "options",
            "external_ids",
            "dhcpv4_options",
            "dhcpv6_options");

    static final TableDefinition DHCP_ROWS = TableDefinition.of(DHCP, "cidr", "options", "external_ids");

    private NorthboundTables() {}
}
