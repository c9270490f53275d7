package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.replica.Replica;

/** What of a client can be looked at any time, by any thread. */
record ClientGauges(ClientStatus status, Replica replica) implements ClientMetrics.Gauges {
    @Override
    public int transactionsInFlight() {
        return status.transactionsInFlight();
    }

    @Override
    public boolean isSynced() {
        return status.current() instanceof ConnectionStatus.Synced;
    }

    @Override
    public double secondsSinceLastByte() {
        return status.secondsSinceLastByte();
    }

    @Override
    public long rows() {
        var snapshot = replica.snapshot();
        return snapshot.tables().stream()
                .mapToLong(table -> snapshot.rows(table).size())
                .sum();
    }
}
