package io.github.ovnnb.it.bench.domain;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.MacAddress;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import java.util.List;
import java.util.Set;

/** An agent's book of one subnet, as it is after reading a row for every taken address. */
final class FilledBook {
    private static final String SWITCH = "bench";

    private FilledBook() {}

    static AddressBook of(Scenario scenario) {
        var book = new AddressBook();
        book.define(catalog(scenario));
        var network = scenario.cidr().network();
        var switches = List.of(SWITCH);
        // The gateway has the first address.
        scenario.forEachTaken(offset -> {
            var ip = new IpAddress(network.family(), network.high(), network.low() + offset);
            var mac = MacAddress.parse(String.format("02:00:%02x:%02x:%02x:%02x", octets(offset)))
                    .orElseThrow();
            var unused = book.rowIs("row-" + offset + ".default", switches, new HeldAddresses(Set.of(ip), Set.of(mac)));
        });
        return book;
    }

    private static Object[] octets(long number) {
        return new Object[] {number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255};
    }

    static SubnetCatalog catalog(Scenario scenario) {
        var spec = SubnetSpec.of(SWITCH, scenario.cidr().toString())
                .isDefault(true)
                .build();
        return new SubnetCatalog(List.of(((SubnetSpec.Good) spec.read()).subnet()));
    }
}
