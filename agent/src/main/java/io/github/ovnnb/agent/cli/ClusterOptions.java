package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.Agent;
import io.github.ovnnb.agent.Inspection;
import io.github.ovnnb.agent.kubernetes.ApiUnavailable;
import io.github.ovnnb.agent.kubernetes.Duties;
import io.github.ovnnb.agent.kubernetes.KubernetesConnection;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Both worlds, for a command that looks at them. Whatever keeps it from looking ends it with exit code 2. */
final class ClusterOptions {
    private static final int CAN_NOT_LOOK = 2;

    @Mixin
    NorthboundOptions northbound = new NorthboundOptions();

    @Mixin
    private KubernetesOptions cluster = new KubernetesOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The agent's configuration, for its subnets; needed where the cluster has no Subnets.")
    private @Nullable Path config;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long to wait for the database and the API server; default 20.")
    private int timeout = 20;

    /** Gives the work an inspection that knows everything, and closes it afterwards. */
    <T> T inspect(Function<Inspection, T> work) {
        Main.logWarningsOnly();
        var settings = config == null ? AgentConfig.DEFAULT : AgentConfig.read(config);
        try (var kubernetes = cluster.open();
                var database = NorthboundConnections.open(northbound)) {
            var kinds = kubernetes.kinds();
            try (var inspection = new Inspection(
                    new Agent.Settings(settings.subnets(), settings.ports(), Optional.empty(), Duties.NONE, false),
                    database,
                    kubernetes.client(),
                    kinds)) {
                await(inspection.start(), () -> missing(database, kubernetes));
                return work.apply(inspection);
            }
        } catch (ApiUnavailable unavailable) {
            throw new CommandFailed(CAN_NOT_LOOK, String.valueOf(unavailable.getMessage()));
        }
    }

    private String missing(NorthboundConnection database, KubernetesConnection kubernetes) {
        return northbound.remote + " (" + NorthboundConnections.words(database.status()) + ") or " + kubernetes.server()
                + " did not answer within " + timeout + " s";
    }

    <T> T await(CompletionStage<T> answer) {
        return await(answer, () -> "no answer within " + timeout + " s");
    }

    /** What can be said when the time is over. */
    interface Late {
        String words();
    }

    <T> T await(CompletionStage<T> answer, Late late) {
        try {
            return answer.toCompletableFuture().get(timeout, TimeUnit.SECONDS);
        } catch (TimeoutException tooLate) {
            throw new CommandFailed(CAN_NOT_LOOK, late.words());
        } catch (ExecutionException failed) {
            throw new IllegalStateException("an inspection failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(CAN_NOT_LOOK, "interrupted");
        }
    }
}
