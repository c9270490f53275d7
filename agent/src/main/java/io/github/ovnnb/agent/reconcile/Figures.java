package io.github.ovnnb.agent.reconcile;

/**
 * What the reconciler has before it and has done since its start.
 *
 * @param queued ports to be looked at
 * @param underWay ports with a transaction or patch that is not answered yet
 * @param waiting Pods that can't be served now
 * @param bound transactions' changes that gave a Pod its port, new or as before
 * @param retained ports kept without a Pod
 * @param released ports removed
 * @param refused changes that the database would not have
 * @param repeated changes and patches to be tried again because nothing was known to have happened
 * @param mistakes of the program, about one port each
 */
public record Figures(
        int queued,
        int underWay,
        int waiting,
        long bound,
        long retained,
        long released,
        long refused,
        long repeated,
        long mistakes) {
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
