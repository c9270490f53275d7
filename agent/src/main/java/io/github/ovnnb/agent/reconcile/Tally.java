package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.PortChange;

/** Counts what has been done. Confined to the reconciler's thread. */
final class Tally {
    private long bound;
    private long retained;
    private long released;
    private long refused;
    private long repeated;
    private long mistakes;

    void committed(PortChange change) {
        if (change instanceof PortChange.Unbind) {
            retained++;
        } else if (change instanceof PortChange.Remove) {
            released++;
        } else {
            bound++;
        }
    }

    void refused() {
        refused++;
    }

    void repeated() {
        repeated++;
    }

    void mistaken() {
        mistakes++;
    }

    Figures with(int queued, int underWay, int waiting) {
        return new Figures(queued, underWay, waiting, bound, retained, released, refused, repeated, mistakes);
    }
}
