package io.github.ovnnb.agent.northbound;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** How often in a row we have come too late on a switch, whether with the same plan or another; and where that is too often. */
final class Losses {
    /** A near agent loses that often in a row only where dozens allocate at once; and then it is no harm to take turns. */
    private static final int MOST = 10;

    private final Map<UUID, Integer> inARow = new HashMap<>();
    /** Those not taken yet, in order. */
    private final Set<UUID> tooMany = new LinkedHashSet<>();

    void lost(UUID logicalSwitch) {
        if (inARow.merge(logicalSwitch, 1, Integer::sum) >= MOST) {
            tooMany.add(logicalSwitch);
        }
    }

    void won(UUID logicalSwitch) {
        inARow.remove(logicalSwitch);
    }

    /** A switch on which we want to be let go first; once for each loss that is one too many. */
    Optional<UUID> takeTooMany() {
        var next = tooMany.stream().findFirst();
        next.ifPresent(tooMany::remove);
        return next;
    }

    void clear() {
        inARow.clear();
        tooMany.clear();
    }
}
