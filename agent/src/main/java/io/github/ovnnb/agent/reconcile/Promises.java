package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Promise;
import io.github.ovnnb.agent.domain.WakeKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps from everybody the addresses that living Pods were told, although no row says so any more: it was lost while we were not looking, or
 * removed by somebody else. Confined to the reconciler's thread.
 */
final class Promises {
    private final Observer observer;
    private final Northbound northbound;
    private final AddressBook book;
    private final Function<PortIdentity, Optional<Placement>> unheard;
    private final Predicate<PortIdentity> isBeingWritten;
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
            Predicate<PortIdentity> isBeingWritten) {
        this.observer = observer;
        this.northbound = northbound;
        this.book = book;
        this.unheard = unheard;
        this.isBeingWritten = isBeingWritten;
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
        var told = Promise.to(pods, port).or(() -> unheard.apply(port));
        told.filter(placement -> !isBeingWritten.test(port)
                        && !row.flatMap(PortFacts::placement).equals(told))
                .ifPresent(placement -> {
                    held.add(port);
                    book.hold(port.portName(), placement);
                });
    }

    /** Ports of which that may still be so. */
    List<PortIdentity> held() {
        return List.copyOf(held);
    }
}
