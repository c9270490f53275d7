package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What rows that are not ours took, and when. */
final class Strangers implements CommitRule {
    /** Longer than any change takes to come round to an agent that is connected, and any transaction to be carried out. */
    static final long KNOWN_AFTER = 20_000_000;

    private final World world;
    private final Map<UUID, Long> since = new HashMap<>();
    private final Set<String> disturbed = new HashSet<>();

    Strangers(World world) {
        this.world = world;
    }

    @Override
    public void committed(Commit commit) {
        if (!commit.ours()) {
            commit.ports().stream().filter(ChangedPort::isForeign).forEach(this::wrote);
        }
    }

    private void wrote(ChangedPort change) {
        since.put(change.row(), world.now());
        var held = HeldAddresses.read(change.factsAfter().orElseThrow().addresses());
        held.ips().forEach(ip -> disturbed.add(ip.toString()));
        held.macs().forEach(mac -> disturbed.add(mac.toString()));
    }

    /** Rows that are back count as a stranger's for as long as a transaction may be under way that was planned before. */
    @Override
    public void restored(Collection<PortFacts> all) {
        since.clear();
        all.forEach(port -> since.put(port.row(), world.now()));
    }

    boolean wrote(PortFacts port) {
        return port.ownership().isEmpty() || since.containsKey(port.row());
    }

    /** Whether every agent that is connected has heard of the row as it is. */
    boolean isKnown(PortFacts port) {
        return world.now() - since.getOrDefault(port.row(), 0L) >= KNOWN_AFTER;
    }

    /** Whether a stranger took it at any time. */
    boolean disturbed(String address) {
        return disturbed.contains(address);
    }

    /** A foreigner took one of its addresses too; what happens then is no promise. */
    boolean disturbed(PortFacts port) {
        var held = HeldAddresses.read(port.addresses());
        return held.ips().stream().anyMatch(ip -> disturbed(ip.toString()))
                || held.macs().stream().anyMatch(mac -> disturbed(mac.toString()));
    }
}
