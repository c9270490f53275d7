package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Workload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks the API server itself for what a port is given up or retained on, where our caches only show nothing. */
public interface Inquiry {
    /**
     * Never fails: what went wrong is a value.
     *
     * @param workload the one that the port's row remembers
     * @param premises what is asked
     */
    CompletionStage<Answer> ask(PortIdentity port, Workload workload, Premises premises);

    sealed interface Answer {}

    /**
     * As it is stored at a moment after the question.
     *
     * @param pods all that carry the port's identity; empty if they were not asked about
     * @param owner {@link OwnerFacts.Gone} if there is none of that name; empty if it was not asked about
     */
    record Stored(Optional<List<PodFacts>> pods, Optional<OwnerFacts> owner) implements Answer {
        public Stored {
            pods = pods.map(List::copyOf);
        }

        /** What was asked, from where it is known at once. */
        public static Stored of(Premises asked, Supplier<List<PodFacts>> pods, Supplier<OwnerFacts> owner) {
            return new Stored(
                    asked.noPodUsesIt() ? Optional.of(pods.get()) : Optional.empty(),
                    asked.ownerWantsItNoMore() ? Optional.of(owner.get()) : Optional.empty());
        }
    }

    /** One of the questions was not answered, so nothing is known. */
    record Failed(String why) implements Answer {}
}
