package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.northbound.NorthboundFaults;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws what goes wrong; nothing while the world is calm. */
final class Faults implements NorthboundFaults, KubernetesFaults {
    private static final long USUAL_LAG = 20_000;

    private final SplittableRandom chance;
    private final Deque<Fault> nextTransactions = new ArrayDeque<>();
    private final Deque<PatchFault> nextPatches = new ArrayDeque<>();
    private boolean calm;
    private final Map<String, Long> slowestWatches = new HashMap<>();

    Faults(SplittableRandom chance) {
        this.chance = chance;
    }

    void calmDown() {
        calm = true;
    }

    /** What befalls the next transactions, whatever the weather. */
    void nextTransactions(Fault... faults) {
        nextTransactions.addAll(List.of(faults));
    }

    void nextPatches(PatchFault... faults) {
        nextPatches.addAll(List.of(faults));
    }

    /** From now on watches of that kind may be so far behind. */
    void watchesMayLag(String kind, long micros) {
        slowestWatches.put(kind, micros);
    }

    @Override
    public Fault next() {
        if (!nextTransactions.isEmpty()) {
            return nextTransactions.remove();
        }
        int draw = calm ? 0 : chance.nextInt(100);
        if (draw < 89) {
            return Fault.NONE;
        } else if (draw < 92) {
            return Fault.LOST_REQUEST;
        } else if (draw < 95) {
            return Fault.LOST_REPLY;
        } else if (draw < 98) {
            return Fault.LATE;
        }
        return Fault.IO_ERROR;
    }

    @Override
    public PatchFault nextPatch() {
        if (!nextPatches.isEmpty()) {
            return nextPatches.remove();
        }
        int draw = calm ? 0 : chance.nextInt(100);
        if (draw < 88) {
            return PatchFault.NONE;
        } else if (draw < 92) {
            return PatchFault.LOST_REQUEST;
        }
        return draw < 96 ? PatchFault.LOST_REPLY : PatchFault.CONFLICT;
    }

    @Override
    public long travel() {
        return 100 + chance.nextLong(calm ? 2_000 : 20_000);
    }

    @Override
    public long outage() {
        return 1_000 + chance.nextLong(1_000_000);
    }

    @Override
    public long lag(String kind) {
        return 100 + chance.nextLong(calm ? 5_000 : slowestWatches.getOrDefault(kind, USUAL_LAG));
    }
}
