package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The allocation epochs of logical switches: {@code Logical_Switch.external_ids:ovnnb.io/epoch}, which every transaction of a node agent that
 * puts an address on the switch replaces by a value never used before, provided that it is still the one by which our address book is
 * current. So of two agents that allocate on one switch at the same instant the database refuses the second, who reads and goes on.
 *
 * <p>What is heard must be heard after the rows that were written with it: an epoch newer than the book would let an address out twice, one
 * that is older only costs a vain attempt.
 *
 * <p>An agent so far from the database that somebody always comes before it takes precedence: it begins an epoch that others know to leave to it.
 * Should it not use it, they go on after half a second or so. Confined to the reconciler's thread.
 */
final class Epochs {
    static final String KEY = "ovnnb.io/epoch";

    /** There while the epoch is one that an agent has begun only to go first. */
    private static final String PRECEDENCE = "ovnnb.io/epoch-precedence";

    private static final String GIVEN = "given";

    /** Half a second or so: by then whoever was to go first has no need of it any more, or is dead, or cut off. */
    private static final int MOST_PAUSES = 100;

    private static final String TABLE = NorthboundTables.SWITCH;
    private static final String COLUMN = "external_ids";

    private final Map<UUID, Page> pages = new HashMap<>();

    /** @param ids all keys of the switch, if no epoch is among them: OVSDB can't say that one key is absent */
    record Epoch(Optional<String> value, Map<String, String> ids) {
        /** Of a switch that we have not heard of; never true. */
        static final Epoch UNHEARD = Epoch.of("unheard");

        Epoch {
            ids = Map.copyOf(ids);
        }

        static Epoch of(Map<String, String> ids) {
            return Optional.ofNullable(ids.get(KEY)).map(Epoch::of).orElseGet(() -> new Epoch(Optional.empty(), ids));
        }

        static Epoch of(String value) {
            return new Epoch(Optional.of(value), Map.of());
        }

        /** Refuses the transaction unless the switch is there and this is its epoch still. */
        Operation guard(UUID logicalSwitch) {
            return value.map(epoch -> exists(logicalSwitch, Condition.includes(COLUMN, entry(epoch))))
                    .orElseGet(() -> Operation.guard(TABLE, logicalSwitch, Map.of(COLUMN, Value.stringMap(ids))));
        }
    }

    private static final class Page {
        private Epoch heard;
        /** Committed by us on top of what was heard, and not heard back yet. Nobody else's came in between, or we would have been refused. */
        private final Deque<Epoch> own = new ArrayDeque<>();
        /** Known to be over, although we have not heard of its successor yet. */
        private Optional<Epoch> over = Optional.empty();
        /** Begun by us to go first. */
        private Optional<Epoch> wished = Optional.empty();
        /** Whether what was heard was begun to go first, and by another. */
        private boolean leftToAnother;

        private int pauses;

        Page(Epoch heard) {
            this.heard = heard;
        }

        Epoch current() {
            return own.isEmpty() ? heard : own.getLast();
        }

        void hear(Epoch now, boolean precedence) {
            if (now.equals(heard)) {
                return;
            }
            heard = now;
            leftToAnother = precedence && !wished.equals(Optional.of(now));
            pauses = 0;
            if (own.contains(now)) {
                while (!own.remove().equals(now)) {
                    // Told as one: the server, or our queue, has passed over it.
                }
            } else {
                own.clear();
            }
        }
    }

    static Value entry(String epoch) {
        return Value.stringMap(Map.of(KEY, epoch));
    }

    static Operation replacement(UUID logicalSwitch, String next) {
        return Operation.mutate(
                TABLE,
                logicalSwitch,
                // A mutation never overwrites the value of a key that is there, so the key goes first.
                Mutation.delete(COLUMN, Value.strings(List.of(KEY, PRECEDENCE))),
                Mutation.insert(COLUMN, entry(next)));
    }

    /**
     * Begins an epoch without having heard of the last one, and puts no address on the switch with it: everybody who hears of it lets us go first.
     * Refused while another has that precedence; empty if that is known, or if it is ours already.
     */
    Optional<List<Operation>> precedence(UUID logicalSwitch, String next) {
        var page = pages.get(logicalSwitch);
        if (page == null || page.leftToAnother || page.wished.equals(Optional.of(page.heard))) {
            return Optional.empty();
        }
        page.wished = Optional.of(Epoch.of(next));
        var given = Value.stringMap(Map.of(PRECEDENCE, GIVEN));
        return Optional.of(List.of(
                exists(logicalSwitch, Condition.excludes(COLUMN, given)),
                replacement(logicalSwitch, next),
                Operation.mutate(TABLE, logicalSwitch, Mutation.insert(COLUMN, given))));
    }

    /** A guard: found by its uuid, so that the server looks at no other row. */
    private static Operation exists(UUID logicalSwitch, Condition condition) {
        return new Operation.Wait(
                TABLE,
                List.of(Condition.uuid(logicalSwitch), condition),
                List.of("_uuid"),
                Operation.Until.EQUAL,
                List.of(Map.of("_uuid", Value.of(logicalSwitch))),
                Optional.of(Duration.ZERO));
    }

    /** The switch as it is now, and every row that was written before has been heard of. */
    void heard(UUID logicalSwitch, Map<String, String> externalIds) {
        var now = Epoch.of(externalIds);
        var page = pages.get(logicalSwitch);
        if (page == null) {
            pages.put(logicalSwitch, new Page(now));
        } else {
            page.hear(now, externalIds.containsKey(PRECEDENCE));
        }
    }

    /** Whether another is to go first on that switch. */
    boolean isLeftToAnother(UUID logicalSwitch) {
        var page = pages.get(logicalSwitch);
        return page != null && page.leftToAnother;
    }

    /** A moment has passed in which others were let go first. */
    void paused() {
        pages.values().stream()
                .filter(page -> page.leftToAnother && ++page.pauses > MOST_PAUSES)
                .forEach(page -> page.leftToAnother = false);
    }

    void gone(UUID logicalSwitch) {
        pages.remove(logicalSwitch);
    }

    /** The epoch to rely on; empty if there is none that may still stand. */
    Optional<Epoch> current(UUID logicalSwitch) {
        return Optional.ofNullable(pages.get(logicalSwitch))
                .filter(page -> !page.over.equals(Optional.of(page.current())))
                .map(Page::current);
    }

    /** Our transaction that relied on {@code before} is committed. */
    void replaced(UUID logicalSwitch, Epoch before, String next) {
        var page = pages.get(logicalSwitch);
        // Otherwise we have heard of it already, or of a later one.
        if (page != null && page.current().equals(before)) {
            page.own.add(Epoch.of(next));
        }
    }

    /** Our transaction that relied on it was refused. */
    void isOver(UUID logicalSwitch, Epoch epoch) {
        Optional.ofNullable(pages.get(logicalSwitch)).ifPresent(page -> page.over = Optional.of(epoch));
    }

    /** What we wrote may have been lost with a connection or a backup put back; only what is heard counts. */
    void startOver() {
        pages.values().forEach(page -> {
            page.own.clear();
            page.over = Optional.empty();
        });
    }
}
