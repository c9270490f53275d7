package io.github.ovnnb.agent.domain.explain;

import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.WakeKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan in words. */
final class Decision {
    private Decision() {}

    static String words(Look look) {
        var plan = look.plan();
        if (plan instanceof Plan.Bind bind) {
            return bind(look, bind);
        }
        if (plan instanceof Plan.Keep keep) {
            return "the port is retained: " + keep.fate().reason();
        }
        if (plan instanceof Plan.Drop drop) {
            return "the port is released: " + drop.fate().reason();
        }
        if (plan instanceof Plan.Wait wait) {
            return "no address: " + wait.obstacle().message() + " ("
                    + wait.obstacle().reason() + ")";
        }
        return plan instanceof Plan.NotYet notYet
                ? "no address yet: nothing is known of " + notYet.what()
                : "nothing is to be done";
    }

    private static String bind(Look look, Plan.Bind bind) {
        var addresses = bind.placement().addresses() + " on " + bind.placement().logicalSwitch();
        var later = bind.patches().isEmpty()
                ? ""
                : "; to be annotated: "
                        + bind.patches().stream()
                                .map(patch -> patch.namespace() + "/" + patch.pod())
                                .collect(Collectors.joining(", "));
        return row(look, bind, addresses) + later;
    }

    private static String row(Look look, Plan.Bind bind, String addresses) {
        if (bind.change().isEmpty()) {
            return "has " + addresses + why(look);
        }
        if (bind.makesPort()) {
            return "gets a new port with " + addresses;
        }
        boolean sameAddresses = look.seen()
                .row()
                .flatMap(row -> row.placement())
                .filter(bind.placement()::equals)
                .isPresent();
        return sameAddresses
                ? "goes on with the same row and addresses, " + addresses
                : "goes on with the same row, moved to " + addresses;
    }

    private static String why(Look look) {
        boolean settled = look.seen().pods().stream()
                .anyMatch(pod -> pod.isAllocated(look.port().provider()));
        return settled ? "; a Pod keeps its addresses while it lives" : "";
    }

    /** What it waits for and somebody else has. */
    static List<Blocker> blockers(Look look) {
        return look.plan() instanceof Plan.Wait wait
                ? wait.obstacle().wakesWhen().stream()
                        .flatMap(key -> blocker(key).stream())
                        .sorted(Comparator.comparing(Blocker::toString))
                        .toList()
                : List.of();
    }

    private static Optional<Blocker> blocker(WakeKey key) {
        if (key instanceof WakeKey.FreeIp freeIp) {
            return Optional.of(new Blocker(freeIp.logicalSwitch(), freeIp.ip().toString()));
        }
        return key instanceof WakeKey.FreeMac freeMac
                ? Optional.of(new Blocker(freeMac.logicalSwitch(), freeMac.mac().toString()))
                : Optional.empty();
    }
}
