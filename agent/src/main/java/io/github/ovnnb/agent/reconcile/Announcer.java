package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.Notice;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;

/** Tells the Pod's user how it stands, by Events. Returns at once; an event that can't be delivered is dropped. */
public interface Announcer {
    /** What holds it up: a Warning. */
    void warn(PodFacts pod, Obstacle obstacle);

    /** A Warning likewise, of what holds nothing up. */
    default void warn(Notice notice) {}

    /** What went well: a Normal Event, if anybody cares. */
    default void inform(PodFacts pod, News news) {}
}
