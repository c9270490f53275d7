package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Promise;
import io.github.ovnnb.agent.domain.WakeKey;
import io.github.ovnnb.agent.domain.Workload;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps from everybody the addresses that living Pods were told, although no row says so any more: it was lost while we were not looking, or
 * removed by somebody else. Or our cache is old, the Pod gone, and the address another port's by now: before that one moves, the API server
 * is asked. Confined to the reconciler's thread.
 */
final class Promises {
    private final Observer observer;
    private final Northbound northbound;
    private final AddressBook book;
    private final Function<PortIdentity, Optional<Placement>> unheard;
    private final Predicate<PortIdentity> isBeingWritten;
    private final PodLookup podLookup;
    private final Turns turns;
    private final Executor thread;
    private final Set<PortIdentity> held = new HashSet<>();

    /**
     * @param unheard what the port's Pod was told by us, of which the observer does not know yet
     * @param isBeingWritten then the book knows better what becomes of it
     */
    Promises(
            Observer observer,
            Northbound northbound,
            AddressBook book,
            Function<PortIdentity, Optional<Placement>> unheard,
            Predicate<PortIdentity> isBeingWritten,
            PodLookup podLookup,
            Turns turns,
            Executor thread) {
        this.observer = observer;
        this.northbound = northbound;
        this.book = book;
        this.unheard = unheard;
        this.isBeingWritten = isBeingWritten;
        this.podLookup = podLookup;
        this.turns = turns;
        this.thread = thread;
    }

    /**
     * Holds what is promised to anybody now. What was held before may be nobody's by now.
     *
     * @return what became free
     */
    List<WakeKey> holdAll() {
        var freed = held.stream()
                .filter(isBeingWritten.negate())
                .flatMap(port -> book.settle(port.portName()).stream())
                .toList();
        held.clear();
        observer.ports().forEach(this::hold);
        return freed;
    }

    void hold(PortIdentity port) {
        var pods = observer.pods(port);
        var row = northbound.port(port);
        if (row.filter(kept -> Promise.isWordForWord(kept, pods, port)).isPresent()) {
            return;
        }
        var shown = Promise.to(pods, port);
        var told = shown.or(() -> unheard.apply(port));
        told.filter(placement -> !isBeingWritten.test(port)
                        && !row.flatMap(PortFacts::placement).equals(told))
                .ifPresent(placement -> {
                    held.add(port);
                    book.hold(port.portName(), placement);
                    if (shown.isEmpty() || !canBeAskedFor(pods)) {
                        book.isProved(port.portName());
                    }
                });
    }

    /** A launcher has a name that the port does not tell. */
    private static boolean canBeAskedFor(List<PodFacts> pods) {
        return pods.stream().noneMatch(pod -> Workload.of(pod) instanceof Workload.VirtualMachine);
    }

    boolean areNone() {
        return held.isEmpty();
    }

    /** Another's row has some of the same addresses since: whoever wrote it knew of the Pod's end, or knew nothing. */
    void isContested(String port) {
        held.stream()
                .filter(promised -> promised.portName().equals(port))
                .filter(promised ->
                        !Promise.to(observer.pods(promised), promised).isEmpty()
                                && canBeAskedFor(observer.pods(promised)))
                .forEach(promised -> book.isProvedNoMore(port));
    }

    /**
     * Begins to find out whether the Pods live for whose sake these ports hold something; then the waiting one is offered again, which has the
     * same addresses by its row.
     */
    void prove(Collection<String> rivals, PortIdentity waiting) {
        held.stream()
                .filter(port -> rivals.contains(port.portName())
                        && book.isHeldFor(port.portName())
                        && canBeAskedFor(observer.pods(port)))
                .sorted(Comparator.comparing(PortIdentity::portName))
                .forEach(port -> prove(port, waiting));
    }

    private void prove(PortIdentity port, PortIdentity waiting) {
        var shown = observer.pods(port);
        var unused = podLookup
                .ask(port.namespace(), port.instance())
                .thenAccept(answer -> thread.execute(() -> {
                    if (!(answer instanceof PodLookup.Failed)) {
                        if (observer.pods(port).equals(shown)) {
                            heard(port, answer);
                        }
                        turns.offer(waiting);
                    }
                }));
    }

    private void heard(PortIdentity port, PodLookup.Answer answer) {
        boolean lives = answer instanceof PodLookup.Found found
                && Promise.to(List.of(found.pod()), port)
                        .filter(told -> book.isHeldFor(port.portName(), told))
                        .isPresent();
        if (lives) {
            book.isProved(port.portName());
        } else if (!isBeingWritten.test(port)) {
            held.remove(port);
            turns.wake(book.settle(port.portName()));
        }
    }

    /** Ports of which that may still be so. */
    List<PortIdentity> held() {
        return List.copyOf(held);
    }
}
