package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.northbound.DatabaseModel;
import java.util.List;

/** Draws what breaks next, other than messages on their way. */
final class BadLuck {
    private static final long LONGEST_OUTAGE = 600_000_000;
    private static final long LONGEST_CUT = 60_000_000;
    /** Then the HTTP client gives a connection up on which nothing is heard. */
    private static final long LONGEST_SILENCE = 150_000_000;

    private final World world;
    private final Cluster cluster;
    private final Backups<DatabaseModel.Backup> ofNorthbound;
    private final Backups<Cluster.ApiBackup> ofApi;
    /** A promise holds until a backup is put back, so not every life shall know that. */
    private final boolean northboundIsPutBack;

    private final boolean apiIsPutBack;

    BadLuck(World world, Cluster cluster) {
        this.world = world;
        this.cluster = cluster;
        this.ofNorthbound = new Backups<>(world, cluster.northbound::backUp, this::putNorthboundBack);
        this.ofApi = new Backups<>(world, cluster::backUpApi, this::putApiBack);
        this.northboundIsPutBack = world.oneIn(2);
        this.apiIsPutBack = world.oneIn(2);
    }

    void strike() {
        int draw = world.upTo(40);
        if (draw < 3 && northboundIsPutBack) {
            ofNorthbound.makeOrUse();
        } else if (draw >= 37 && apiIsPutBack) {
            ofApi.makeOrUse();
        } else {
            somethingBreaks();
        }
    }

    private void somethingBreaks() {
        switch (world.upTo(13)) {
            case 0, 1 -> cluster.killAndRestartAfter(world.between(50_000, 2_000_000));
            case 2 -> cutOff();
            case 3 -> cluster.northbound.restart(world.between(1_000, 3_000_000));
            case 4 -> cluster.agent().breakPodWatch(outage(), world.oneIn(2));
            case 5 -> cluster.agent().breakOwnerWatch(outage(), world.oneIn(2));
            case 6 -> cluster.agent().stopFor(world.between(10_000, 6_000_000));
            case 7 -> cluster.northbound.fail(world.between(1_000, 3_000_000));
            case 8 -> cluster.aNodeVanishes();
            case 9 -> watchesLag();
            case 10 -> cluster.api.restart(world.between(1_000, 2_000_000));
            case 11 -> cluster.agent().silenceWatch(world.between(1_000, LONGEST_SILENCE));
            default -> world.after(world.between(0, 3_000), () -> cluster.killAndRestartAfter(60_000));
        }
    }

    /** Of a watch: mostly a moment, at times longer than several sweeps. */
    private long outage() {
        return world.oneIn(6) ? world.between(3_000_000, LONGEST_OUTAGE) : world.between(1_000, 3_000_000);
    }

    /** From the database: at times one that serves, and so long that a leader gives way. */
    private void cutOff() {
        if (world.oneIn(2)) {
            cluster.oneThatServes().breakLink(world.between(30_000_000, LONGEST_CUT));
        } else {
            cluster.agent().breakLink(world.between(1_000, 3_000_000));
        }
    }

    /** Each kind's for itself, so that news of one kind overtakes those of another. */
    private void watchesLag() {
        for (var kind : cluster.api.kinds()) {
            cluster.faults.watchesMayLag(kind, world.oneOf(List.of(1_000L, 20_000L, 20_000L, 300_000L, 2_000_000L)));
        }
    }

    private void putNorthboundBack(DatabaseModel.Backup backup) {
        cluster.northbound.restore(backup, world.oneIn(2), world.between(1_000, 3_000_000));
    }

    private void putApiBack(Cluster.ApiBackup backup) {
        cluster.putApiBack(backup, world.between(1_000, 2_000_000));
    }
}
