package io.github.ovnnb.it.chaos;

import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Every assignment over time, and what is wrong with it. It is told what the members of the database show, what the API server shows, and
 * what the workload and the faults are about to do that changes what may be expected. Confined to one thread.
 */
final class Ledger {
    private final Clock clock;
    private final Chronicle chronicle;
    private final SharedAddresses shared;
    private final PodBook pods;
    private final Promises promises;
    private final RowEvidence evidence;
    private final Map<String, DatabaseState> last = new HashMap<>();
    private final Set<List<Object>> noted = new HashSet<>();
    private long states;

    Ledger(Clock clock, Supplier<String> faultOfTheMoment) {
        this.clock = clock;
        this.chronicle = new Chronicle(clock, faultOfTheMoment);
        this.shared = new SharedAddresses(chronicle);
        this.pods = new PodBook(chronicle);
        this.promises = new Promises(chronicle);
        this.evidence = new RowEvidence(chronicle, pods);
    }

    /** One of possibly several states that the named member went through since the last call; never an earlier one. */
    void state(String member, DatabaseState state) {
        states++;
        shared.state(member, state);
        promises.state(member, state);
        evidence.state(member, state, clock.instant());
        noteChanges(member, state);
        last.put(member, state);
    }

    private void noteChanges(String member, DatabaseState state) {
        var before = last.getOrDefault(member, DatabaseState.of("", List.of()));
        for (var port : state.ports()) {
            boolean isNews = !port.equals(before.byName().get(port.name()));
            // The first member to show it is enough.
            if (isNews && noted.add(List.of(state.generation(), port))) {
                chronicle.note(port.name(), member + " shows " + port);
            }
        }
        before.byName().keySet().stream()
                .filter(name -> !state.byName().containsKey(name))
                .forEach(name -> chronicle.note(name, member + " shows no row"));
    }

    /** All Pods there are at one moment: in the order of their creation, as a watch would have told. */
    void pods(Collection<PodSighting> listed) {
        pods.onlyTheseAreLeft(listed);
        listed.stream().sorted(Comparator.comparing(PodSighting::created)).forEach(this::pod);
    }

    void pod(PodSighting seen) {
        var pod = pods.see(seen);
        promises.told(pod);
        evidence.told(pod, clock.instant());
    }

    void podGone(String uid) {
        pods.gone(uid);
    }

    /** Before the workload gives a member up. */
    void givingUp(Claim claim) {
        promises.givenUp(claim);
    }

    /** After the workload wants it back. @param version of the owner as it was written then */
    void wantedAgain(Claim claim, long version) {
        promises.wantedAgain(claim, version, clock.instant());
    }

    /** Before the database is restored. */
    void restoring() {
        promises.restoring();
        evidence.restoring();
    }

    /** When somebody who watches for us could not. */
    void checkerFailed(String what) {
        chronicle.violation(Rule.CHECKER_FAILED, "", what);
    }

    void unsettled(String port, String what) {
        chronicle.violation(Rule.UNSETTLED, port, what);
    }

    Map<Claim, Assignment> firmPromises() {
        return promises.firm();
    }

    List<Violation> violations() {
        return chronicle.violations();
    }

    Tally tally() {
        return new Tally(states, pods.toldPods(), promises.checks(), promises.voided());
    }

    /**
     * What was looked at.
     *
     * @param states of members of the database
     * @param assignments addresses that Pods were told
     * @param promises comparisons of a member's row with its promise
     * @param voided promises that a restore made impossible to keep
     */
    record Tally(long states, long assignments, long promises, long voided) {}
}
