package io.github.ovnnb.agent.simulation;

/** The Lease object that agents elect their leader by: whoever renews it last, and how often it changed hands or was renewed. */
final class SimulatedLease {
    private String holder = "";
    private long version;

    record View(String holder, long version) {}

    View read() {
        return new View(holder, version);
    }

    /** False if somebody wrote it since it was seen, as resourceVersions have it. */
    boolean write(View seen, String newHolder) {
        if (seen.version() != version) {
            return false;
        }
        holder = newHolder;
        version++;
        return true;
    }
}
