package io.github.ovnnb.agent.northbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The changes that are still to be sent, and which of them go together. Confined to the thread of its owner. */
final class Outbox {
    /** Beyond this the server is busy for too long with one transaction to serve others in between. */
    private static final int MOST_CHANGES = 256;

    private final GroupCommit.Pause pause;
    private final Runnable sendSoon;
    private final Deque<PendingChange> waiting = new ArrayDeque<>();
    /** Parts of a refused transaction, to be sent apart from others until the bad change is found. */
    private final Deque<List<PendingChange>> suspects = new ArrayDeque<>();
    /** Those that wait for a moment before they are sent again. */
    private final Set<PendingChange> paused = new LinkedHashSet<>();
    /** Those that wait until another agent has gone first. */
    private final Set<PendingChange> aside = new LinkedHashSet<>();

    /** @param sendSoon called when something that had to wait need wait no longer */
    Outbox(GroupCommit.Pause pause, Runnable sendSoon) {
        this.pause = pause;
        this.sendSoon = sendSoon;
    }

    void add(PendingChange change) {
        waiting.add(change);
    }

    /** Whether nothing may be sent now. */
    boolean isEmpty() {
        return waiting.isEmpty() && suspects.isEmpty();
    }

    /** What goes with the next transaction. */
    List<PendingChange> takeNext() {
        if (!suspects.isEmpty()) {
            return suspects.remove();
        }
        var group = new ArrayList<PendingChange>();
        while (!waiting.isEmpty() && group.size() < MOST_CHANGES) {
            group.add(waiting.remove());
        }
        return group;
    }

    /** Everything, also what has to wait. */
    List<PendingChange> takeAll() {
        var all = new ArrayList<>(waiting);
        suspects.forEach(all::addAll);
        all.addAll(paused);
        all.addAll(aside);
        List.<Collection<?>>of(waiting, suspects, paused, aside).forEach(Collection::clear);
        return all;
    }

    /** Until the guilty one is alone. */
    void halve(List<PendingChange> group) {
        suspects.add(group.subList(0, group.size() / 2));
        suspects.add(group.subList(group.size() / 2, group.size()));
    }

    /** Takes the guilty ones out of the group; the others are sent again without them. */
    List<PendingChange> apart(List<PendingChange> group, Predicate<PendingChange> guilty) {
        var others = group.stream().filter(guilty.negate()).toList();
        if (!others.isEmpty()) {
            suspects.add(others);
        }
        return group.stream().filter(guilty).toList();
    }

    /** They are sent again a moment later. Returns those that have waited too often. */
    List<PendingChange> hold(List<PendingChange> group) {
        var patient = new ArrayList<PendingChange>();
        var impatient = new ArrayList<PendingChange>();
        group.forEach(change -> (change.waitsOnceMore() ? patient : impatient).add(change));
        if (!patient.isEmpty()) {
            paused.addAll(patient);
            pause.then(() -> {
                patient.stream().filter(paused::remove).forEach(waiting::add);
                sendSoon.run();
            });
        }
        return impatient;
    }

    /**
     * They are sent again with the first of those that stand aside already.
     *
     * @param over called before that
     */
    void stepAside(List<PendingChange> polite, Runnable over) {
        boolean isFirst = aside.isEmpty();
        aside.addAll(polite);
        if (isFirst && !polite.isEmpty()) {
            pause.then(() -> {
                over.run();
                waiting.addAll(aside);
                aside.clear();
                sendSoon.run();
            });
        }
    }
}
