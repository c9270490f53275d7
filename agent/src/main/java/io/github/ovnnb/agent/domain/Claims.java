package io.github.ovnnb.agent.domain;

import java.util.Optional;

/** Which changes put an address where the port does not have it yet, so that somebody else might have taken it meanwhile. */
public final class Claims {
    private Claims() {}

    /** What is newly held, IP or MAC; empty for a change that only lets go of addresses or keeps those of the row. */
    public static Optional<Placement> of(PortChange change) {
        if (change instanceof PortChange.Create create) {
            return Optional.of(create.spec().placement());
        }
        return change instanceof PortChange.Update update && isNew(update)
                ? Optional.of(update.spec().placement())
                : Optional.empty();
    }

    private static boolean isNew(PortChange.Update update) {
        var placement = update.spec().placement();
        var more = HeldAddresses.of(placement.addresses())
                .minus(HeldAddresses.read(update.row().addresses()));
        return !more.isEmpty() || !update.row().logicalSwitches().contains(placement.logicalSwitch());
    }
}
