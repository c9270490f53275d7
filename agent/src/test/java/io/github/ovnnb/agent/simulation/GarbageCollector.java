package io.github.ovnnb.agent.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** When Pods whose owner is gone are collected: at once, or much later, as when the real collector's watches have to begin anew. */
final class GarbageCollector {
    private static final int SELDOM = 8;
    private static final long AT_THE_LATEST = 60_000_000;

    private final World world;
    private final SplittableRandom chance;
    private final Map<String, Long> due = new HashMap<>();

    GarbageCollector(World world) {
        this.world = world;
        this.chance = world.chance();
    }

    /** @param again to be run when it will be */
    boolean collects(String uid, Runnable again) {
        return due.computeIfAbsent(uid, orphan -> begin(again)) <= world.now();
    }

    private long begin(Runnable again) {
        if (chance.nextInt(SELDOM) > 0) {
            return world.now();
        }
        world.inflicted(Harm.COLLECTOR_SLOW);
        long late = chance.nextLong(AT_THE_LATEST);
        world.after(late, again);
        return world.now() + late;
    }
}
