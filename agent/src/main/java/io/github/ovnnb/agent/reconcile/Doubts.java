package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Promise;
import io.github.ovnnb.agent.domain.WakeKey;
import io.github.ovnnb.agent.domain.Workload;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Addresses of rows that went away while their Pods may live on unseen by us, on other nodes or behind a watch that has fallen silent: somebody has
 * removed the row, or put an old backup of the database back, and the row is about to be made anew. Nobody gets such an address before the API server
 * has said that the Pod is gone. It is asked when somebody wants the address, or when so many sweeps have passed that the Pod's agent should have
 * made the row anew long ago.
 *
 * <p>Confined to the reconciler's thread.
 */
final class Doubts {
    /** Whole ones: the first after a connection was lost comes at once. */
    private static final int SWEEPS_TO_WAIT = 3;
    /** For one waiting port; who finds no free address all the same asks on. */
    private static final int ASKED_AT_ONCE = 8;

    private static final Premises WHO_HAS_IT = new Premises(true, false);

    private final Inquiry inquiry;
    private final Predicate<PortIdentity> isSeen;
    private final AddressBook book;
    private final Turns turns;
    private final Executor thread;
    private final Map<String, Doubt> byPort = new LinkedHashMap<>();
    /** Names of the ports whose Pods may be asked about, by the names of switches; oldest first. */
    private final Map<String, Set<String>> unasked = new HashMap<>();

    private long sweeps;
    private long raised;

    /**
     * @param last the row before it went away
     * @param logicalSwitches where it had addresses
     * @param number tells it from an earlier one about the same row
     */
    private record Doubt(PortFacts last, Set<String> logicalSwitches, long since, long number) {
        String name() {
            return last.name();
        }

        PortIdentity port() {
            return last.identity().orElseThrow();
        }

        Workload workload() {
            return last.ownership().orElseThrow().workload();
        }

        /** Another Pod of that name has what it was told, too, and that may be the same. */
        boolean concerns(PodFacts pod) {
            var owned = last.ownership().orElseThrow();
            return pod.mayUsePort(port().provider())
                    && (owned.isUsedBy(pod)
                            || Promise.to(List.of(pod), port())
                                    .map(Placement::addresses)
                                    .filter(HeldAddresses.read(last.addresses())::hasAnyOf)
                                    .isPresent());
        }
    }

    /** @param isSeen whether we see a Pod of that port, which we serve then */
    Doubts(Inquiry inquiry, Predicate<PortIdentity> isSeen, AddressBook book, Turns turns, Executor thread) {
        this.inquiry = inquiry;
        this.isSeen = isSeen;
        this.book = book;
        this.turns = turns;
        this.thread = thread;
    }

    /** Holds the addresses back that the row had as far as the book was told. */
    void raise(PortFacts last) {
        var wanted = book.rowIsInDoubt(last.name());
        var doubt = raise(last, book.switchesOf(last.name()));
        if (turns.isAnyAwaited(wanted)) {
            var unused = settle(doubt);
        }
    }

    private Doubt raise(PortFacts last, Set<String> logicalSwitches) {
        var doubt = new Doubt(last, logicalSwitches, sweeps, raised++);
        byPort.put(doubt.name(), doubt);
        doubt.logicalSwitches()
                .forEach(logicalSwitch -> unasked.computeIfAbsent(logicalSwitch, name -> new LinkedHashSet<>())
                        .add(doubt.name()));
        return doubt;
    }

    boolean areNone() {
        return byPort.isEmpty();
    }

    /** Another's row has some of the same addresses since: whoever wrote it knew of the Pod's end, or knew nothing. */
    void isContested(String port) {
        var doubt = byPort.get(port);
        if (doubt != null && !isUnasked(doubt)) {
            book.isFoundAliveNoMore(port);
            var unused = raise(doubt.last(), doubt.logicalSwitches());
        }
    }

    /** A row of that name is there again, as the book knows. */
    void rowIsThere(String port) {
        var doubt = byPort.remove(port);
        if (doubt != null) {
            isAsked(doubt);
        }
    }

    private void isAsked(Doubt doubt) {
        for (var logicalSwitch : doubt.logicalSwitches()) {
            unasked.computeIfPresent(logicalSwitch, (name, ports) -> {
                ports.remove(doubt.name());
                return ports.isEmpty() ? null : ports;
            });
        }
    }

    private boolean isUnasked(Doubt doubt) {
        return doubt.logicalSwitches().stream()
                .anyMatch(logicalSwitch -> unaskedOn(logicalSwitch).contains(doubt.name()));
    }

    /**
     * Begins to settle the doubts, if there are any, that stand between the port and what it waits for; then the port is offered again.
     *
     * @return whether there are
     */
    boolean areBeingSettled(PortIdentity waiting, Collection<WakeKey> wanted) {
        return areBeingSettled(waiting, wanted.stream().flatMap(key -> inTheWayOf(key, waiting)));
    }

    /** The same for those about what these other ports have. */
    boolean areBeingSettledAbout(Collection<String> rivals, PortIdentity waiting) {
        return areBeingSettled(waiting, rivals.stream().flatMap(this::about));
    }

    private boolean areBeingSettled(PortIdentity waiting, Stream<Doubt> doubts) {
        if (byPort.isEmpty()) {
            return false;
        }
        var concerned = doubts.distinct().limit(ASKED_AT_ONCE).toList();
        if (concerned.isEmpty()) {
            return false;
        }
        var settled = concerned.stream().map(this::settle).toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(settled).thenRun(() -> thread.execute(() -> turns.offer(waiting)));
        return true;
    }

    /** The port may have a claim to what it waits for itself, if its Pod was told so before. */
    private Stream<Doubt> inTheWayOf(WakeKey wanted, PortIdentity waiting) {
        if (wanted instanceof WakeKey.Space space) {
            return unaskedOn(space.logicalSwitch()).stream().map(byPort::get);
        }
        return book.holder(wanted, waiting.portName()).stream().flatMap(this::about);
    }

    private Stream<Doubt> about(String port) {
        return Stream.ofNullable(byPort.get(port)).filter(this::isUnasked);
    }

    private Set<String> unaskedOn(String logicalSwitch) {
        return unasked.getOrDefault(logicalSwitch, Set.of());
    }

    private CompletableFuture<Void> settle(Doubt doubt) {
        isAsked(doubt);
        var settled = new CompletableFuture<Void>();
        var unused = inquiry.ask(doubt.port(), doubt.workload(), WHO_HAS_IT)
                .thenAccept(answer -> thread.execute(() -> {
                    try {
                        heard(doubt, answer);
                    } finally {
                        settled.complete(null);
                    }
                }));
        return settled;
    }

    private void heard(Doubt doubt, Inquiry.Answer answer) {
        if (!(answer instanceof Inquiry.Stored stored) || !doubt.equals(byPort.get(doubt.name()))) {
            return;
        }
        if (stored.pods().orElseThrow().stream().anyMatch(pod -> keeps(doubt, pod))) {
            book.isFoundAlive(doubt.name());
        } else {
            end(doubt);
        }
    }

    /** One that was told nothing yet may be about to be told by its own agent; if that is us, we know better. */
    private boolean keeps(Doubt doubt, PodFacts pod) {
        return doubt.concerns(pod)
                && (!isSeen.test(doubt.port())
                        || Promise.to(List.of(pod), doubt.port()).isPresent());
    }

    private void end(Doubt doubt) {
        if (byPort.remove(doubt.name(), doubt)) {
            isAsked(doubt);
            turns.wake(book.rowIsGone(doubt.name()));
        }
    }

    /** A whole one. Pods that lived may be asked about again; and who was not asked about for long enough is. */
    void sweepBegins() {
        sweeps++;
        for (var doubt : List.copyOf(byPort.values())) {
            if (!isUnasked(doubt)) {
                var unused = raise(doubt.last(), doubt.logicalSwitches());
            } else if (sweeps - doubt.since() >= SWEEPS_TO_WAIT) {
                var unused = settle(doubt);
            }
        }
    }
}
