package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be done about one port now. The next look at the facts may say more. */
public sealed interface Plan {
    /** All is as it should be, or none of our business. */
    record Nothing() implements Plan {}

    /** The Pod gets these addresses: first the row, then the annotations that promise it. */
    record Bind(Placement placement, Optional<PortChange> change, List<AnnotationPatch> patches) implements Plan {
        public Bind {
            patches = List.copyOf(patches);
        }

        /** Whether the port is not there yet. */
        public boolean makesPort() {
            return change.orElse(null) instanceof PortChange.Create;
        }
    }

    /** No Pod, but somebody will come back for the port. */
    record Keep(PortFate.Retain fate, Optional<PortChange> change) implements Plan {}

    /** Nobody will. */
    record Drop(PortFate.Release fate, PortChange change) implements Plan {}

    /** The Pod must wait, and its user be told. */
    record Wait(PodFacts pod, Obstacle obstacle) implements Plan {}

    /**
     * Something that belongs to the facts has not been heard of yet; its arrival offers the port again.
     *
     * @param wakesWhen what else does
     */
    record NotYet(String what, Set<WakeKey> wakesWhen) implements Plan {
        public NotYet {
            wakesWhen = Set.copyOf(wakesWhen);
        }

        NotYet(String what) {
            this(what, Set.of());
        }
    }
}
