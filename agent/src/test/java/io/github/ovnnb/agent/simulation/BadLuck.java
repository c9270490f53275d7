package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.northbound.DatabaseModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Draws what breaks next, other than messages on their way. */
final class BadLuck {
    private static final int BACKUPS = 4;
    private static final long LONGEST_OUTAGE = 600_000_000;
    /** Then the HTTP client gives a connection up on which nothing is heard. */
    private static final long LONGEST_SILENCE = 150_000_000;

    private final World world;
    private final Cluster cluster;
    private final Deque<DatabaseModel.Backup> backups = new ArrayDeque<>();
    private final boolean restores;

    /** @param restores of the database, too */
    BadLuck(World world, Cluster cluster, boolean restores) {
        this.world = world;
        this.cluster = cluster;
        this.restores = restores;
    }

    void strike() {
        if (restores && world.oneIn(12)) {
            databaseIsPutBack();
            return;
        }
        switch (world.upTo(13)) {
            case 0, 1 -> cluster.killAndRestartAfter(world.between(50_000, 2_000_000));
            case 2 -> cluster.agent().breakLink(world.between(1_000, 3_000_000));
            case 3 -> cluster.northbound.restart(world.between(1_000, 3_000_000));
            case 4 -> cluster.agent().breakPodWatch(outage());
            case 5 -> cluster.agent().breakOwnerWatch(outage());
            case 10 -> cluster.agent().silenceWatch(world.between(1_000, LONGEST_SILENCE));
            case 6 -> cluster.agent().stopFor(world.between(10_000, 6_000_000));
            case 7 -> cluster.northbound.fail(world.between(1_000, 3_000_000));
            case 8 -> cluster.aNodeVanishes();
            case 9 -> cluster.faults.watchesMayLag(world.oneOf(List.of(1_000L, 20_000L, 300_000L, 2_000_000L)));
            default -> world.after(world.between(0, 3_000), () -> cluster.killAndRestartAfter(60_000));
        }
    }

    /** Of a watch: mostly a moment, at times longer than several sweeps. */
    private long outage() {
        return world.oneIn(6) ? world.between(3_000_000, LONGEST_OUTAGE) : world.between(1_000, 3_000_000);
    }

    /** A backup is made as often as one is used, so it is some dozens of steps old, or hundreds. */
    private void databaseIsPutBack() {
        if (!backups.isEmpty() && world.oneIn(2)) {
            var backup = world.oneIn(2) ? backups.getLast() : backups.getFirst();
            cluster.northbound.restore(backup, world.oneIn(2), world.between(1_000, 3_000_000));
            return;
        }
        backups.add(cluster.northbound.backUp());
        if (backups.size() > BACKUPS) {
            backups.remove();
        }
    }
}
