package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.DhcpOptions;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of the Northbound database as our replica has them. Every answer comes from memory at once. */
interface Rows {
    Optional<PortFacts> port(String name);

    /** The identities of all ports that are ours to manage. */
    Collection<PortIdentity> ports();

    /** The row of that name together with its columns, both of one moment. */
    Optional<Seen> seen(String name);

    /** @param content the columns that tell who has the port and which addresses */
    record Seen(PortFacts facts, Map<String, Value> content) {}

    /** Names of logical switches are not unique in the schema; of several always the same one, whoever asks. */
    Optional<UUID> logicalSwitch(String name);

    /** The row that says what is answered to DHCP requests on that subnet; none where nobody looks for it. */
    default Optional<DhcpOptions.Row> dhcpOptions(String logicalSwitch, AddressFamily family) {
        return Optional.empty();
    }
}
