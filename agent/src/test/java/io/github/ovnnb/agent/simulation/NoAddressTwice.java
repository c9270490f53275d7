package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a commit gave to a port nobody else of ours has, and no foreigner had for longer than we need to hear of it. */
final class NoAddressTwice implements CommitRule {
    private final World world;
    private final Strangers strangers;
    /** Read once for each column that is seen. */
    private final Map<Set<String>, HeldAddresses> read = new HashMap<>();

    NoAddressTwice(World world, Strangers strangers) {
        this.world = world;
        this.strangers = strangers;
    }

    @Override
    public void committed(Commit commit) {
        if (commit.ours()) {
            commit.ports()
                    .forEach(change -> change.factsAfter()
                            .filter(port -> port.ownership().isPresent())
                            .ifPresent(port -> check(change.heldBefore(), port, commit.all())));
        }
    }

    private void check(HeldAddresses had, PortFacts port, Collection<PortFacts> all) {
        var has = held(port);
        for (var other : all) {
            if (!other.row().equals(port.row()) && shareASwitch(port, other)) {
                var twice = common(has, held(other));
                // Restored ones of ours, too.
                if (strangers.wrote(other)) {
                    twice.removeAll(had.ips());
                    twice.removeAll(had.macs());
                    if (!strangers.isKnown(other)) {
                        continue;
                    }
                }
                if (!twice.isEmpty()) {
                    world.fail("given twice: " + twice + " to " + port + " and " + other);
                }
            }
        }
    }

    private HeldAddresses held(PortFacts port) {
        return read.computeIfAbsent(port.addresses(), HeldAddresses::read);
    }

    private static Set<Object> common(HeldAddresses has, HeldAddresses others) {
        var common = new HashSet<Object>();
        has.ips().stream().filter(others.ips()::contains).forEach(common::add);
        has.macs().stream().filter(others.macs()::contains).forEach(common::add);
        return common;
    }

    private static boolean shareASwitch(PortFacts one, PortFacts other) {
        return one.logicalSwitches().stream().anyMatch(other.logicalSwitches()::contains);
    }
}
