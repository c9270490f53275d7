package io.github.ovnnb.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What members of StatefulSets and machines may count on: from the first address on, until the workload itself gives the member up, the
 * address does not change, and its row is the same row.
 *
 * <p>A restore of the database shakes every promise: a member that has no Pod at that moment, and whose row the backup lacks, is known to
 * nobody any more. A promise is firm again as soon as a restored state shows its row; until then only its living Pod keeps it, which
 * {@link PodBook} watches.
 */
final class Promises {

    /** Creation timestamps are cut to seconds. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** From when on a member is wanted again, after it was given up. */
    private record Since(long version, Instant time) {
        boolean isBefore(PodSighting pod) {
            return pod.bornAt()
                    .map(born -> born > version)
                    .orElseGet(() -> pod.created().isAfter(time.plus(SECOND)));
        }
    }

    private static final class Promise {
        final Assignment assignment;
        final Set<String> users = new HashSet<>();
        /** In the rows of these generations it proves nothing. */
        Set<String> shakenGenerations = Set.of();

        Promise(Assignment assignment) {
            this.assignment = assignment;
        }
    }

    private record Seen(String generation, String rowUuid) {}

    private final Chronicle chronicle;
    private final Map<Claim, Promise> promises = new HashMap<>();
    private final Set<Claim> givenUp = new HashSet<>();
    private final Map<Claim, Since> wantedSince = new HashMap<>();
    /** By member of the cluster: each lags behind in its own way, but none goes back. */
    private final Map<String, Map<Claim, Seen>> seen = new HashMap<>();

    private final Set<String> generations = new HashSet<>();
    private long checks;
    private long voided;

    Promises(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** How often a promised row was compared with what a member showed. */
    long checks() {
        return checks;
    }

    /** How many promises a restore has made impossible to keep. */
    long voided() {
        return voided;
    }

    /** All that are firm now, for the end. */
    Map<Claim, Assignment> firm() {
        var firm = new HashMap<Claim, Assignment>();
        promises.forEach((claim, promise) -> {
            if (promise.shakenGenerations.isEmpty()) {
                firm.put(claim, promise.assignment);
            }
        });
        return firm;
    }

    void told(PodSighting pod) {
        if (pod.claim().isPresent() && pod.told().isPresent() && isPromised(pod)) {
            keep(pod, pod.claim().orElseThrow(), pod.told().orElseThrow());
        }
    }

    private boolean isPromised(PodSighting pod) {
        var claim = pod.claim().orElseThrow();
        return !givenUp.contains(claim)
                && Optional.ofNullable(wantedSince.get(claim))
                        .map(since -> since.isBefore(pod))
                        .orElse(true);
    }

    private void keep(PodSighting pod, Claim claim, Assignment told) {
        var promise = promises.get(claim);
        if (promise != null && !promise.assignment.equals(told) && !promise.users.contains(pod.uid())) {
            if (promise.shakenGenerations.isEmpty()) {
                chronicle.violation(
                        Rule.MEMBER_MOVED, pod.port(), "was promised " + promise.assignment + ", now is " + pod);
            } else {
                voided++;
                chronicle.note(pod.port(), "the restore has lost " + promise.assignment);
            }
            promise = null;
        }
        if (promise == null) {
            promise = new Promise(told);
            promises.put(claim, promise);
            seen.values().forEach(rows -> rows.remove(claim));
            chronicle.note(pod.port(), "promised: " + told + " to the owner " + claim.ownerUid());
        }
        promise.users.add(pod.uid());
    }

    /** Said before the workload is changed, so that whatever the agents do about it comes later. */
    void givenUp(Claim claim) {
        givenUp.add(claim);
        wantedSince.remove(claim);
        promises.remove(claim);
        seen.values().forEach(rows -> rows.remove(claim));
        chronicle.note(claim.port(), "given up by its owner " + claim.ownerUid());
    }

    /** @param version of the owner's change that wants it again: Pods born earlier are the last ones of an earlier time */
    void wantedAgain(Claim claim, long version, Instant now) {
        if (givenUp.remove(claim)) {
            wantedSince.put(claim, new Since(version, now));
            chronicle.note(claim.port(), "wanted again from version " + version + " on");
        }
    }

    /** Said before the restore. */
    void restoring() {
        promises.values().forEach(promise -> promise.shakenGenerations = Set.copyOf(generations));
    }

    void state(String member, DatabaseState state) {
        generations.add(state.generation());
        var rows = seen.computeIfAbsent(member, first -> new HashMap<>());
        promises.forEach((claim, promise) -> {
            checks++;
            var port = state.port(claim.port());
            var before = Optional.ofNullable(rows.get(claim))
                    .filter(row -> row.generation().equals(state.generation()));
            if (before.isPresent()) {
                compare(claim, promise, before.orElseThrow(), port, member);
            } else if (port.filter(row -> isRowOf(promise, row)).isPresent()) {
                rows.put(claim, new Seen(state.generation(), port.orElseThrow().uuid()));
                steady(promise, state);
            }
        });
    }

    /** A member that lags behind may still show an earlier row of the same name. */
    private static boolean isRowOf(Promise promise, Port row) {
        return row.assignment().equals(promise.assignment) && promise.users.contains(row.podUid());
    }

    private static void steady(Promise promise, DatabaseState state) {
        if (!promise.shakenGenerations.contains(state.generation())) {
            promise.shakenGenerations = Set.of();
        }
    }

    private void compare(Claim claim, Promise promise, Seen before, Optional<Port> port, String member) {
        boolean kept = port.filter(row ->
                        row.uuid().equals(before.rowUuid()) && row.assignment().equals(promise.assignment))
                .isPresent();
        if (!kept) {
            chronicle.note(
                    claim.port(), member + " shows " + port.map(Port::toString).orElse("no row"));
            chronicle.violation(
                    Rule.MEMBERS_ROW_LOST,
                    claim.port(),
                    "row " + before.rowUuid() + " with " + promise.assignment + " is now "
                            + port.map(Port::toString).orElse("gone"));
        }
    }
}
