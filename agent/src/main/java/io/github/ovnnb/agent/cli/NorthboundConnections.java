package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.northbound.NorthboundConnection;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Connections from the command line's options. */
final class NorthboundConnections {
    private NorthboundConnections() {}

    static NorthboundConnection open(NorthboundOptions options) {
        return open(options, new SimpleMeterRegistry());
    }

    static NorthboundConnection open(NorthboundOptions options, MeterRegistry registry) {
        var tls = options.tls();
        try {
            return NorthboundConnection.to(options.remote, more -> {
                more.meterRegistry(registry);
                tls.ifPresent(more::tls);
            });
        } catch (IllegalArgumentException unreadable) {
            throw new CommandFailed(2, "--ovn-nb: " + unreadable.getMessage());
        }
    }

    /** How the connection stands, for a person. */
    static String words(ConnectionStatus status) {
        if (status instanceof ConnectionStatus.Connecting connecting) {
            return "connecting to " + connecting.remote()
                    + connecting
                            .lastProblem()
                            .map(problem -> "; last attempt: " + problem)
                            .orElse("");
        }
        if (status instanceof ConnectionStatus.Synced synced) {
            return "connected to " + synced.remote();
        }
        if (status instanceof ConnectionStatus.Disconnected disconnected) {
            return "not connected: " + disconnected.reason();
        }
        return status instanceof ConnectionStatus.Closed ? "closed" : "not started";
    }
}
