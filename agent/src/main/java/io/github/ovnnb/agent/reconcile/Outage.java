package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tells Pods that wait for an address why nobody gives them one while the Northbound database is out of sight. No port is looked at then, so
 * nobody else would tell them. Confined to the thread of the given executor, on which the timer runs its actions, too.
 */
public final class Outage {
    /** A new leader of the database, or its restart, takes a few seconds, and is no news. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    /** As many as there are in the time between two sweeps, after some of which what was told is told again. */
    private static final int LOOKS_OF_A_SWEEP = 6;

    private final Observer observer;
    private final Announcer announcer;
    private final Predicate<PortIdentity> isOurs;
    private final Supplier<CompletionStage<Boolean>> isServedByOthers;
    private final Timer timer;
    private final Executor thread;
    private final Obstacle obstacle;
    private Voice voice;
    private long looks;
    private int generation;

    /**
     * @param remotes of the database, as they were configured
     * @param isOurs whether a port would be for us to make, if there were a database
     * @param isServedByOthers whether another agent serves our Pods, as far as can be found out
     */
    public Outage(
            Observer observer,
            Announcer announcer,
            String remotes,
            Predicate<PortIdentity> isOurs,
            Supplier<CompletionStage<Boolean>> isServedByOthers,
            Timer timer,
            Executor thread) {
        this.observer = observer;
        this.announcer = announcer;
        this.isOurs = isOurs;
        this.isServedByOthers = isServedByOthers;
        this.timer = timer;
        this.thread = thread;
        this.voice = new Voice(announcer);
        this.obstacle = new Obstacle(
                Obstacle.PORT_REFUSED,
                "the Northbound database (" + remotes + ") can't be reached, or has no leader; the Pod gets its"
                        + " address when it is back",
                Set.of());
    }

    /** The database is out of sight, and it would be for us to serve. */
    public void begin() {
        int mine = ++generation;
        voice = new Voice(announcer);
        looks = 0;
        timer.after(PATIENCE, () -> look(mine));
    }

    /** It is in sight again, or it is for others to serve. */
    public void end() {
        generation++;
    }

    private void look(int mine) {
        if (mine != generation) {
            return;
        }
        var unused = isServedByOthers
                .get()
                // Without an answer there is nobody to be told, either.
                .exceptionally(noAnswer -> true)
                .thenAcceptAsync(served -> looked(mine, served), thread);
    }

    private void looked(int mine, boolean served) {
        if (!served && mine == generation) {
            tellEverybodyWaiting();
        }
        timer.after(BETWEEN_LOOKS, () -> look(mine));
    }

    private void tellEverybodyWaiting() {
        long sweep = looks++ / LOOKS_OF_A_SWEEP;
        observer.ports().stream()
                .filter(isOurs)
                .forEach(port -> observer.pods(port).stream()
                        .filter(pod -> waits(pod, port))
                        .forEach(pod -> voice.tell(port, pod, obstacle, sweep)));
    }

    private static boolean waits(PodFacts pod, PortIdentity port) {
        return pod.needsPort(port.provider()) && !pod.isAllocated(port.provider());
    }
}
