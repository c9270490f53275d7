package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.northbound.NorthboundConnection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what the Northbound database holds, from its rows alone. */
@Command(
        name = "ports",
        description = "Prints the ports of the Northbound database: switch, addresses, owner, bound or retained.")
final class PortsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NorthboundOptions northbound = new NorthboundOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default) or json.")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Only the ports of this namespace.")
    private @Nullable String namespace;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait for the database; default 10.")
    private int timeout = 10;

    @Override
    public Integer call() {
        Main.logWarningsOnly();
        try (var connection = NorthboundConnections.open(northbound)) {
            await(connection);
            var ports = connection.ports().stream()
                    .map(PortView::of)
                    .filter(port -> namespace == null || namespace.equals(port.namespace()))
                    .sorted(Comparator.comparing(PortView::port))
                    .toList();
            spec.commandLine().getOut().print(format == OutputFormat.JSON ? OutputFormat.json(ports) : table(ports));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private void await(NorthboundConnection connection) {
        try {
            connection.start().toCompletableFuture().get(timeout, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new CommandFailed(
                    1,
                    northbound.remote + ": no answer within " + timeout + " s ("
                            + NorthboundConnections.words(connection.status()) + ")");
        } catch (ExecutionException failed) {
            throw new CommandFailed(1, northbound.remote + ": " + failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(1, "interrupted");
        }
    }

    private static String table(List<PortView> ports) {
        var table = new PortTable("PORT", "SWITCH", "ADDRESSES", "OWNER", "STATE");
        ports.forEach(port -> table.add(
                port.port(),
                String.join(",", port.switches()),
                String.join("; ", port.addresses()),
                port.ownerText(),
                port.stateText()));
        return table.toString();
    }
}
