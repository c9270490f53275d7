package io.github.ovnnb.ovsdb;

import java.time.Duration;

/** What a client counts. Called on its loop. */
interface ClientMetrics {
    ClientMetrics NONE = new ClientMetrics() {};

    /** Once, when a client begins: what can be looked at any time. */
    default void observe(Gauges gauges) {}

    default void transaction(TransactionOutcome outcome, Duration latency) {}

    /** A draft was refused because of others' changes, and is made once more. */
    default void changeRepeated() {}

    default void received(int bytes) {}

    default void written(int bytes) {}

    /** The replica was brought into step.
     *
     * @param resumed whether only what had changed was transferred
     */
    default void resynchronized(boolean resumed) {}

    default void disconnected() {}

    /** The client is closed: what was observed is no more. */
    default void close() {}

    /** Read by any thread. */
    interface Gauges {
        int transactionsInFlight();

        boolean isSynced();

        double secondsSinceLastByte();

        long rows();
    }
}
