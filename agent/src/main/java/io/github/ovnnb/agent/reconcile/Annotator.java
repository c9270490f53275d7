package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import java.util.concurrent.CompletionStage;

/** Writes annotations on Pods. */
public interface Annotator {
    /** Never fails: what went wrong is a value. */
    CompletionStage<Outcome> annotate(AnnotationPatch patch);

    /** What waits for its turn is not sent any more, and answers {@link Failed}: it may be for somebody else to say by now. */
    default void cease() {}

    sealed interface Outcome {}

    /** @param resourceVersion the Pod's, with the annotations on it */
    record Done(String resourceVersion) implements Outcome {}

    /** No Pod of that uid any more. */
    record PodGone() implements Outcome {}

    record Failed(String why) implements Outcome {}
}
