package io.github.ovnnb.agent.domain;

import java.util.Optional;

/** One change to the Northbound database, whole or not at all. */
public sealed interface PortChange {
    PortIdentity port();

    /** Whether the row (or its absence) is what this change was to bring about. */
    boolean isDoneBy(Optional<PortFacts> now);

    /** A new row, and its place on the switch. */
    record Create(PortSpec spec) implements PortChange {
        @Override
        public PortIdentity port() {
            return spec.port();
        }

        @Override
        public boolean isDoneBy(Optional<PortFacts> now) {
            return now.filter(spec::isMetBy).isPresent();
        }
    }

    /** The same row (its {@code _uuid} stays), made to be like the specification; on another switch if it says so. */
    record Update(PortFacts row, PortSpec spec) implements PortChange {
        @Override
        public PortIdentity port() {
            return spec.port();
        }

        @Override
        public boolean isDoneBy(Optional<PortFacts> now) {
            return now.filter(spec::isMetBy).isPresent();
        }
    }

    /**
     * The row stays as it is, but no Pod uses it now.
     *
     * @param ownership how it is to be remembered
     * @param anywhere whether the next Pod may be bound on any chassis again
     */
    record Unbind(PortIdentity port, PortFacts row, PortOwnership ownership, boolean anywhere) implements PortChange {
        @Override
        public boolean isDoneBy(Optional<PortFacts> now) {
            return now.filter(facts -> !anywhere || facts.binding().equals(ChassisBinding.ANYWHERE))
                    .flatMap(PortFacts::ownership)
                    .filter(ownership::isRememberedBy)
                    .isPresent();
        }
    }

    record Remove(PortIdentity port, PortFacts row) implements PortChange {
        @Override
        public boolean isDoneBy(Optional<PortFacts> now) {
            return now.isEmpty();
        }
    }
}
