package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.northbound.NorthboundFaults;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Draws what goes wrong; nothing while the world is calm. */
final class Faults implements NorthboundFaults, KubernetesFaults {
    private final SplittableRandom chance;
    private final Deque<Fault> nextTransactions = new ArrayDeque<>();
    private final Deque<PatchFault> nextPatches = new ArrayDeque<>();
    private boolean calm;
    private long slowestWatch = 20_000;

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

    /** From now on watches may be so far behind. */
    void watchesMayLag(long micros) {
        slowestWatch = micros;
    }

    @Override
    public Fault next() {
        if (!nextTransactions.isEmpty()) {
            return nextTransactions.remove();
        }
        int draw = calm ? 0 : chance.nextInt(100);
        if (draw < 82) {
            return Fault.NONE;
        } else if (draw < 87) {
            return Fault.LOST_REQUEST;
        } else if (draw < 94) {
            return Fault.LOST_REPLY;
        } else if (draw < 97) {
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
        return draw < 90 ? PatchFault.NONE : draw < 95 ? PatchFault.LOST_REQUEST : PatchFault.LOST_REPLY;
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
    public long lag() {
        return 100 + chance.nextLong(calm ? 5_000 : slowestWatch);
    }
}
