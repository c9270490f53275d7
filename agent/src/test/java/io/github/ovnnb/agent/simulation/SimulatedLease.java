package io.github.ovnnb.agent.simulation;

import java.util.function.BooleanSupplier;

/** The Lease object that agents elect their leader by: whoever renews it last, and how often it changed hands or was renewed. */
final class SimulatedLease {
    private final BooleanSupplier isDown;
    private String holder = "";
    private long version;

    record View(String holder, long version) {}

    /** @param isDown whether the API server can't be reached */
    SimulatedLease(BooleanSupplier isDown) {
        this.isDown = isDown;
    }

    boolean isReachable() {
        return !isDown.getAsBoolean();
    }

    /** As it was when it was seen so. */
    void putBack(View before) {
        holder = before.holder();
        version = before.version();
    }

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
