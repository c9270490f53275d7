package io.github.ovnnb.agent;

import io.github.ovnnb.agent.kubernetes.KubernetesCaches;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import io.github.ovnnb.agent.reconcile.Reconciler;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn of one node agent at a time, by a lock of the database, to see all Pods and to care for what is no node's: ports whose Pods and
 * nodes are gone. Confined to the reconciler's thread.
 */
final class SweepingTurn {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private final NorthboundConnection northbound;
    private final KubernetesCaches caches;
    private final Reconciler reconciler;
    private final Consumer<Boolean> seesAll;
    private final Executor thread;
    private boolean claimed;
    private boolean ours;
    private int turns;

    /** @param seesAll told when everything is seen from now on, and when it is no more */
    SweepingTurn(
            NorthboundConnection northbound,
            KubernetesCaches caches,
            Reconciler reconciler,
            Consumer<Boolean> seesAll,
            Executor thread) {
        this.northbound = northbound;
        this.caches = caches;
        this.reconciler = reconciler;
        this.seesAll = seesAll;
        this.thread = thread;
    }

    /** From now on we stand in line. To be called only by who can work: others would hold the turn for nothing. */
    void claim() {
        if (!claimed) {
            claimed = true;
            northbound.claimSweeping(this::turnIsOurs, thread);
        }
    }

    private void turnIsOurs(boolean held) {
        if (held == ours) {
            return;
        }
        ours = held;
        if (held) {
            begin(++turns);
        } else {
            end();
        }
    }

    private void begin(int turn) {
        log.info("this agent sweeps for all nodes now, and follows all Pods for it");
        var unused = caches.beginToSeeAll(reconciler)
                .thenRun(() -> thread.execute(() -> {
                    if (ours && turn == turns) {
                        seesAll.accept(true);
                    }
                }));
    }

    private void end() {
        log.info("another agent may sweep for all nodes now");
        seesAll.accept(false);
        caches.ceaseToSeeAll();
    }
}
