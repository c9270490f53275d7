package io.github.ovnnb.agent.simulation;

import java.util.function.Consumer;

/**
 * Stands for the lease as Kubernetes' leader election does: goes by when it saw the lease change, by its own clock; steps back when it could
 * not renew in time. Shorter times than in a real cluster, so that more happens in one life.
 */
final class Elector {
    private static final long LEASE = 3_000_000;
    private static final long RENEW_DEADLINE = 2_000_000;
    private static final long RETRY = 400_000;

    private final World world;
    private final SimulatedProcess process;
    private final SimulatedLease lease;
    private final KubernetesFaults faults;
    private final String identity;
    private final Consumer<Boolean> leads;
    private SimulatedLease.View seen = new SimulatedLease.View("", -1);
    private long changedAt;
    private long renewedAt;
    private boolean leading;
    private boolean standing;
    private boolean withdrawing;
    /** What was asked before the last withdrawal changes nothing any more: the lease's version has. */
    private int candidacy;

    Elector(
            World world,
            SimulatedProcess process,
            SimulatedLease lease,
            KubernetesFaults faults,
            String identity,
            Consumer<Boolean> leads) {
        this.world = world;
        this.process = process;
        this.lease = lease;
        this.faults = faults;
        this.identity = identity;
        this.leads = leads;
    }

    /** From now on, or as soon as a withdrawal is through. */
    void stand() {
        standing = true;
        if (!withdrawing) {
            changedAt = world.now();
            tryAgain(candidacy);
        }
    }

    /** The lease is given back first, and then its holder hears of it. */
    void withdraw() {
        standing = false;
        withdrawing = true;
        candidacy++;
        world.after(faults.travel(), () -> {
            var found = lease.read();
            if (lease.isReachable() && found.holder().equals(identity) && lease.write(found, "")) {
                world.inflicted(Harm.LEASE_GIVEN_BACK);
            }
            world.after(faults.travel(), () -> process.run(this::withdrawn));
        });
    }

    private void withdrawn() {
        withdrawing = false;
        become(false);
        if (standing) {
            stand();
        }
    }

    /** As {@code LeaderLease.isSurelyOurs}. */
    boolean surelyLeads() {
        return leading && world.now() - renewedAt < RENEW_DEADLINE;
    }

    private void tryAgain(int mine) {
        if (mine != candidacy) {
            return;
        }
        long asked = world.now();
        boolean lostOnItsWay = faults.nextPatch() != KubernetesFaults.PatchFault.NONE;
        world.after(faults.travel(), () -> {
            boolean lost = lostOnItsWay || !lease.isReachable();
            var found = lease.read();
            boolean ours = found.holder().equals(identity);
            // It judges by what it saw last: who writes meanwhile wins.
            boolean free = found.holder().isEmpty() || (found.equals(seen) && asked - changedAt >= LEASE);
            boolean written =
                    !lost && (ours || free) && mine == candidacy && process.isAlive() && lease.write(found, identity);
            world.after(faults.travel(), () -> process.run(() -> answered(mine, asked, lost, written)));
        });
        world.after(RETRY, () -> process.run(() -> tryAgain(mine)));
    }

    private void answered(int mine, long asked, boolean lost, boolean written) {
        if (mine != candidacy) {
            return;
        }
        if (!lost) {
            var now = lease.read();
            if (!now.equals(seen)) {
                seen = now;
                changedAt = world.now();
            }
        }
        if (written) {
            renewedAt = asked;
            become(true);
        } else if (world.now() - renewedAt > RENEW_DEADLINE
                || (!lost && !seen.holder().equals(identity))) {
            become(false);
        }
    }

    private void become(boolean leader) {
        if (leader != leading) {
            leading = leader;
            world.tell(() -> identity + (leader ? " leads" : " leads no longer"));
            leads.accept(leader);
        }
    }
}
