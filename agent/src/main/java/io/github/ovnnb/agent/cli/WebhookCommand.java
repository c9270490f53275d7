package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.Admission;
import io.github.ovnnb.agent.Agent;
import io.github.ovnnb.agent.kubernetes.ApiUnavailable;
import io.github.ovnnb.agent.kubernetes.Duties;
import io.github.ovnnb.agent.webhook.AdmissionServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the validating admission webhook until it is told to stop (SIGTERM, SIGINT). Writes nothing; any number may run. */
@Command(
        name = "webhook",
        description = "Tells the API server which Pods and workloads could never get the addresses they ask for.")
final class WebhookCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(WebhookCommand.class);
    private static final int CAN_NOT_SERVE = 2;

    @Mixin
    private NorthboundOptions northbound = new NorthboundOptions();

    @Mixin
    private KubernetesOptions cluster = new KubernetesOptions();

    @Option(names = "--config", paramLabel = "FILE", description = "The agent's configuration, for its subnets.")
    private @Nullable Path config;

    @Option(
            names = "--port",
            defaultValue = "10671",
            description = "Where the API server asks, HTTPS; default 10671, 0 for any free one.")
    private int port;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            defaultValue = "/etc/ovn-nb-agent/tls/tls.crt",
            description = "PEM; default /etc/ovn-nb-agent/tls/tls.crt. Both files are read again when they change.")
    private Path certificate = Path.of("tls.crt");

    @Option(
            names = "--tls-private-key",
            paramLabel = "FILE",
            defaultValue = "/etc/ovn-nb-agent/tls/tls.key",
            description = "PEM, PKCS#8; default /etc/ovn-nb-agent/tls/tls.key.")
    private Path privateKey = Path.of("tls.key");

    @Option(
            names = "--http-port",
            defaultValue = "10672",
            description = "For metrics and probes, HTTP; default 10672, 0 for any free one.")
    private int httpPort;

    private final StopSignal stop = new StopSignal();

    @Override
    public Integer call() throws InterruptedException {
        var settings = config == null ? AgentConfig.DEFAULT : AgentConfig.read(config);
        return stop.obeyedBy(() -> serve(settings));
    }

    private void serve(AgentConfig settings) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var kubernetes = cluster.open();
                var database = NorthboundConnections.open(northbound, registry);
                var admission = new Admission(
                        new Agent.Settings(settings.subnets(), settings.ports(), Optional.empty(), Duties.NONE, false),
                        database,
                        kubernetes.client(),
                        kubernetes.kinds());
                var server = new AdmissionServer(port, certificate, privateKey, admission::judge, registry);
                var http = new HttpEndpoint(
                        new AgentConfig.HttpConfig(httpPort, settings.http().address()),
                        registry::scrape,
                        () -> new HttpEndpoint.Health(true, "ok\n"),
                        () -> readiness(admission))) {
            log.info("webhook on port {}, http port {}", server.port(), http.port());
            var following = admission.start();
            log.debug("started: {}", following);
            stop.given().join();
            log.info("stopping");
        } catch (ApiUnavailable unavailable) {
            throw new CommandFailed(1, String.valueOf(unavailable.getMessage()));
        } catch (AdmissionServer.CertificateUnusable unusable) {
            throw new CommandFailed(CAN_NOT_SERVE, String.valueOf(unusable.getMessage()));
        } catch (IOException taken) {
            throw new CommandFailed(
                    CAN_NOT_SERVE,
                    "port " + port + " or http port " + httpPort + " can't be opened: " + taken.getMessage());
        }
    }

    private static HttpEndpoint.Health readiness(Admission admission) {
        return admission.isReady()
                ? new HttpEndpoint.Health(true, "ok\n")
                : new HttpEndpoint.Health(false, "waiting for the Kubernetes API or the Northbound database\n");
    }
}
