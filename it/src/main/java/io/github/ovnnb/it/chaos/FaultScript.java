package io.github.ovnnb.it.chaos;

import io.github.ovnnb.it.chaos.Fault.Kind;
import io.github.ovnnb.it.chaos.Fault.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** What goes wrong, one round after the other, without end. It depends on mode and seed alone. */
final class FaultScript implements Iterator<FaultScript.Round> {

    /**
     * What goes wrong at once, and the quiet after that.
     *
     * @param faults one, or two that strike at different things
     */
    record Round(List<Fault> faults, Duration quiet) {
        Round {
            faults = List.copyOf(faults);
        }

        String name() {
            return String.join(" + ", faults.stream().map(Fault::name).sorted().toList());
        }
    }

    private static final Set<Kind> NO_API_SERVER = EnumSet.of(Kind.API_SERVER_KILLED, Kind.API_SERVER_FROZEN);

    private final Mode mode;
    private final SplittableRandom chance;
    private final List<Kind> toCome = new ArrayList<>();

    FaultScript(Mode mode, long seed) {
        this.mode = mode;
        chance = new SplittableRandom(seed).split();
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Round next() {
        var first = draw(kind -> true);
        var faults = new ArrayList<>(List.of(first));
        // After a restore, nothing must hide what comes of it.
        if (chance.nextInt(4) == 0 && first.kind() != Kind.DATABASE_RESTORED) {
            faults.add(draw(kind -> canComeWith(first.kind(), kind)));
        }
        return new Round(faults, Duration.ofMillis(chance.nextInt(3_000, 9_000)));
    }

    private static boolean canComeWith(Kind first, Kind other) {
        return other.area != first.area
                && other != Kind.DATABASE_RESTORED
                // Without a quorum no member leads, and nobody can tell which one is meant.
                && !(other == Kind.MEMBER_UNREACHABLE && first == Kind.QUORUM_LOST)
                // It is the API server that is told that the node is gone.
                && !(other == Kind.NODE_VANISHED && NO_API_SERVER.contains(first))
                && !(first == Kind.NODE_VANISHED && NO_API_SERVER.contains(other));
    }

    private Fault draw(Predicate<Kind> allowed) {
        var kind = nextKind(allowed);
        var targets = Target.values();
        // Half of the faults strike at the leader.
        var target = chance.nextBoolean() ? Target.LEADER : targets[chance.nextInt(1, targets.length)];
        int hold = kind.longest == 0 ? 0 : chance.nextInt(kind.shortest, kind.longest);
        int strength = kind.hasStrength() ? chance.nextInt(20, 200) : 0;
        return new Fault(kind, target, Duration.ofMillis(hold), Duration.ofMillis(strength));
    }

    /** From a pack of cards, so that a short run meets many kinds. */
    private Kind nextKind(Predicate<Kind> allowed) {
        if (toCome.stream().noneMatch(allowed)) {
            Arrays.stream(Kind.values())
                    .filter(kind -> kind.happensIn(mode))
                    .forEach(kind -> toCome.addAll(Collections.nCopies(kind.weight, kind)));
        }
        var possible = toCome.stream().filter(allowed).toList();
        var kind = possible.get(chance.nextInt(possible.size()));
        toCome.remove(kind);
        return kind;
    }
}
