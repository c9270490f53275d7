package io.github.ovnnb.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whoever was told an address has a row with it, and keeps that row for as long as it lives (a restore makes rows anew).
 *
 * <p>Members of the cluster and the watch of Pods each lag behind in their own way. So a promise without a row is only a violation when no
 * member shows the row in time; and a lost row only when the watch, having come past that moment, still shows the Pod.
 */
final class RowEvidence {

    /** Longer than any member is left frozen while the others serve. */
    static final Duration ROW_APPEARS_WITHIN = Duration.ofSeconds(30);

    /** Creation timestamps are cut to seconds. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private record Expected(PodSighting pod, Instant until) {}

    private record Seen(String generation, Port row) {}

    private record Suspicion(String podUid, Instant at, String what) {}

    private final Chronicle chronicle;
    private final PodBook pods;
    /** By the uid of a Pod that was told, until a member has shown its row. */
    private final Map<String, Expected> expected = new LinkedHashMap<>();

    /** What any member has ever shown for a Pod: the row is there before the Pod is told, and may be another Pod's again by then. */
    private final Map<String, Set<Assignment>> shown = new HashMap<>();

    private final Map<String, Map<String, Seen>> seenByMember = new HashMap<>();
    private final Map<String, Suspicion> suspicions = new LinkedHashMap<>();

    RowEvidence(Chronicle chronicle, PodBook pods) {
        this.chronicle = chronicle;
        this.pods = pods;
    }

    void told(PodSighting pod, Instant now) {
        if (pod.told().isPresent() && !isShown(pod)) {
            expected.putIfAbsent(pod.uid(), new Expected(pod, now.plus(ROW_APPEARS_WITHIN)));
        }
        confirm(pod.created());
    }

    /** A Pod that was born after the suspicion: the watch has come past it. */
    private void confirm(Instant born) {
        for (Iterator<Suspicion> all = suspicions.values().iterator(); all.hasNext(); ) {
            var suspicion = all.next();
            if (born.isAfter(suspicion.at().plus(SECOND))) {
                all.remove();
                pods.pod(suspicion.podUid())
                        .filter(pod -> pod.isLiving() && !pod.deleting())
                        .ifPresent(pod -> chronicle.violation(
                                Rule.LIVING_PODS_ROW_LOST, pod.port(), pod + ": " + suspicion.what()));
            }
        }
    }

    /** A row that a restore has swallowed before anybody saw it can't be expected of a Pod that is gone, too. */
    void restoring() {
        expected.keySet().removeIf(uid -> pods.pod(uid).isEmpty());
        expected.replaceAll(
                (uid, waiting) -> new Expected(waiting.pod(), waiting.until().plus(ROW_APPEARS_WITHIN)));
    }

    void state(String member, DatabaseState state, Instant now) {
        var seen = seenByMember.computeIfAbsent(member, first -> new HashMap<>());
        prove(state);
        overdue(now);
        seen.entrySet().removeIf(entry -> {
            boolean sameGeneration = entry.getValue().generation().equals(state.generation());
            if (sameGeneration) {
                compare(member, entry.getKey(), entry.getValue().row(), state, now);
            }
            return !sameGeneration || pods.pod(entry.getKey()).isEmpty();
        });
        remember(state, seen);
    }

    private void prove(DatabaseState state) {
        state.ports().stream()
                .filter(port -> !port.podUid().isEmpty())
                .forEach(port -> shown.computeIfAbsent(port.podUid(), first -> new HashSet<>())
                        .add(port.assignment()));
        expected.values().removeIf(waiting -> isShown(waiting.pod()));
    }

    private boolean isShown(PodSighting pod) {
        return shown.getOrDefault(pod.uid(), Set.of()).contains(pod.told().orElseThrow());
    }

    private static boolean isRowOf(PodSighting pod, Port row) {
        return row.podUid().equals(pod.uid()) && pod.told().equals(Optional.of(row.assignment()));
    }

    private void overdue(Instant now) {
        expected.values().removeIf(waiting -> {
            boolean late = now.isAfter(waiting.until());
            if (late) {
                chronicle.violation(
                        Rule.TOLD_WITHOUT_ROW, waiting.pod().port(), waiting.pod() + ", and no member has shown a row");
            }
            return late;
        });
    }

    private void compare(String member, String uid, Port before, DatabaseState state, Instant now) {
        var port = state.port(before.name());
        boolean kept = port.filter(row ->
                        row.uuid().equals(before.uuid()) && row.assignment().equals(before.assignment()))
                .isPresent();
        if (!kept && pods.pod(uid).filter(PodSighting::isLiving).isPresent()) {
            var what = before + " is now " + port.map(Port::toString).orElse("gone");
            chronicle.note(before.name(), member + " shows that " + what);
            suspicions.putIfAbsent(uid, new Suspicion(uid, now, what));
        }
    }

    private void remember(DatabaseState state, Map<String, Seen> seen) {
        for (var port : state.ports()) {
            pods.pod(port.podUid())
                    .filter(pod -> isRowOf(pod, port))
                    .ifPresent(pod -> seen.put(pod.uid(), new Seen(state.generation(), port)));
        }
    }
}
