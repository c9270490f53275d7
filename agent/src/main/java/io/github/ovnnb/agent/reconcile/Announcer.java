package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.Notice;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;

/** Tells the Pod's user what holds it up: a Warning Event. Returns at once; an event that can't be delivered is dropped. */
public interface Announcer {
    void warn(PodFacts pod, Obstacle obstacle);

    /** Likewise for what holds nothing up. */
    default void warn(Notice notice) {}
}
