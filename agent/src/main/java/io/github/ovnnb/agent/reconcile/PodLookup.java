package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PodFacts;
import java.util.concurrent.CompletionStage;

/** Asks the API server itself, for what no cache of ours can say. */
public interface PodLookup {
    /** Never fails: what went wrong is a value. */
    CompletionStage<Answer> ask(String namespace, String pod);

    sealed interface Answer {}

    /** As it is stored, not as some cache had it. */
    record Found(PodFacts pod) implements Answer {}

    /** No Pod has that name. */
    record NotThere() implements Answer {}

    record Failed(String why) implements Answer {}
}
