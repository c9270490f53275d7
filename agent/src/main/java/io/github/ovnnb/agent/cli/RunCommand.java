package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.Agent;
import io.github.ovnnb.agent.kubernetes.ApiUnavailable;
import io.github.ovnnb.agent.kubernetes.ClusterKinds;
import io.github.ovnnb.agent.kubernetes.Duties;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import io.github.ovnnb.agent.kubernetes.KubernetesConnection;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs the agent until it is told to stop (SIGTERM, SIGINT). */
@Command(name = "run", description = "Runs the agent until it is stopped.")
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);
    private static final Duration API_RETRY = Duration.ofSeconds(1);

    enum Mode {
        CENTRAL,
        NODE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Says what would be right. */
    private static final class ModeReader implements ITypeConverter<Mode> {
        @Override
        public Mode convert(String text) {
            return Arrays.stream(Mode.values())
                    .filter(mode -> mode.word().equals(text.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + text
                            + "\" is neither central (one agent for the whole cluster) nor node (one on each node)"));
        }
    }

    /** RFC 1123 subdomain, as the API server demands of a Node's name. */
    private static final Pattern NODE_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    @Mixin
    private NorthboundOptions northbound = new NorthboundOptions();

    @Option(
            names = "--mode",
            defaultValue = "central",
            converter = ModeReader.class,
            description = "central: one agent for the whole cluster (default). node: one on each node, for its Pods.")
    private Mode mode = Mode.CENTRAL;

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            defaultValue = "${env:NODE_NAME:-}",
            description = "With --mode node: the Node whose Pods are served; default: $NODE_NAME.")
    private String nodeName = "";

    @Mixin
    private KubernetesOptions cluster = new KubernetesOptions();

    @Option(
            names = "--leader-elect",
            description =
                    "Stand for the lease ovn-nb-agent, so that one of several replicas is active. Without it, whoever "
                            + "holds the lock of the Northbound database is.")
    private boolean leaderElect;

    @Option(
            names = "--leader-elect-namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "${env:POD_NAMESPACE:-kube-system}",
            description = "Of the lease; default: $POD_NAMESPACE, else kube-system.")
    private String leaseNamespace = "kube-system";

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML; see README.md.")
    private @Nullable Path config;

    private final StopSignal stop = new StopSignal();

    @Override
    public Integer call() throws InterruptedException {
        var node = node();
        var settings = config == null ? AgentConfig.DEFAULT : AgentConfig.read(config);
        return stop.obeyedBy(() -> {
            while (!stop.isGiven()) {
                live(settings, node);
            }
        });
    }

    /** From knowing nothing to the end, or until what is known has become worthless. */
    private void live(AgentConfig settings, Optional<String> node) throws InterruptedException {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var running = new AtomicReference<@Nullable Agent>();
        try (var kubernetes = cluster.open();
                var database = NorthboundConnections.open(northbound, registry);
                var jvm = watchJvm(registry);
                var http = openHttp(settings.http(), registry, running)) {
            log.info(
                    "{} mode{}, Northbound {}, Kubernetes {}, http port {}",
                    mode.word(),
                    node.map(name -> " on " + name).orElse(""),
                    northbound.remote,
                    kubernetes.server(),
                    http.port());
            var kinds = ask(kubernetes, settings.duties());
            if (kinds.isPresent()) {
                serve(settings, kubernetes, database, kinds.get(), node, agent -> {
                    agent.publish(registry);
                    running.set(agent);
                });
            }
            log.debug("closing {}", jvm);
        }
    }

    private void serve(
            AgentConfig settings,
            KubernetesConnection kubernetes,
            NorthboundConnection database,
            ClusterKinds kinds,
            Optional<String> node,
            Consumer<Agent> made) {
        log.info(
                "subnets come from {}; {}IPPools, {}IPs, {}KubeVirt, {}OpenKruise",
                kinds.subnets() == SubnetSource.KUBERNETES ? "Subnet resources (kubeovn.io/v1)" : "the configuration",
                kinds.pools() ? "" : "no ",
                kinds.ips() ? "" : "no ",
                kinds.kubeVirt() ? "" : "no ",
                kinds.kruise() ? "" : "no ");
        var wanted = new Agent.Settings(
                settings.subnets(), settings.ports(), election(), settings.duties(), settings.normalEvents());
        try (var agent = new Agent(wanted, database, kubernetes.client(), kinds, node)) {
            made.accept(agent);
            var rewound = new CompletableFuture<Void>();
            kubernetes.onRewind(agent.caches(), () -> rewound.complete(null));
            agent.start();
            CompletableFuture.anyOf(stop.given(), rewound).join();
            log.info(stop.isGiven() ? "stopping" : "starting over");
        }
    }

    /** Empty in central mode. */
    private Optional<String> node() {
        if (mode == Mode.CENTRAL) {
            return Optional.empty();
        }
        var name = nodeName.strip();
        if (name.isEmpty()) {
            throw new CommandFailed(
                    2, "--mode node needs --node-name NAME, the name of the Node that it runs on, or it in $NODE_NAME");
        }
        if (!NODE_NAME.matcher(name).matches()) {
            throw new CommandFailed(
                    2, "--node-name: \"" + name + "\" can't be the name of a Node; see kubectl get nodes");
        }
        if (leaderElect) {
            throw new CommandFailed(2, "--leader-elect is for --mode central; with --mode node every agent works");
        }
        return Optional.of(name);
    }

    private Optional<Agent.Election> election() {
        return leaderElect ? Optional.of(new Agent.Election(leaseNamespace, identity())) : Optional.empty();
    }

    /** The Pod's name where there is one; otherwise as unlike others as can be. */
    private static String identity() {
        var pod = System.getenv("POD_NAME");
        return pod == null || pod.isBlank() ? "ovn-nb-agent-" + UUID.randomUUID() : pod;
    }

    /** Asks until somebody answers; empty if we are told to stop before. */
    private Optional<ClusterKinds> ask(KubernetesConnection kubernetes, Duties duties) throws InterruptedException {
        var said = "";
        while (!stop.isGiven()) {
            try {
                var kinds = kubernetes.kinds();
                kubernetes.checkAccess(kinds, duties);
                if (leaderElect) {
                    kubernetes.checkLease(leaseNamespace, Agent.LEASE);
                }
                return Optional.of(kinds);
            } catch (ApiUnavailable unavailable) {
                var problem = String.valueOf(unavailable.getMessage());
                if (!problem.equals(said)) {
                    log.warn("the Kubernetes API does not serve us, will retry: {}", problem);
                    said = problem;
                }
                pause();
            }
        }
        return Optional.empty();
    }

    /** Until it is time to ask again, or to stop. */
    private void pause() throws InterruptedException {
        try {
            stop.given().get(API_RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException time) {
            log.trace("asking again");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static AutoCloseableMetrics watchJvm(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        var collections = new JvmGcMetrics();
        collections.bindTo(registry);
        return collections::close;
    }

    /** Closes without a checked exception. */
    private interface AutoCloseableMetrics extends AutoCloseable {
        @Override
        void close();
    }

    private HttpEndpoint openHttp(
            AgentConfig.HttpConfig http, PrometheusMeterRegistry registry, AtomicReference<@Nullable Agent> running) {
        try {
            return new HttpEndpoint(
                    http,
                    registry::scrape,
                    () -> new HttpEndpoint.Health(true, "ok\n"),
                    () -> readiness(running.get()));
        } catch (IOException taken) {
            throw new CommandFailed(
                    2,
                    "http port " + http.port() + " can't be opened: " + taken.getMessage()
                            + "; set http.port in the configuration");
        }
    }

    private static HttpEndpoint.Health readiness(@Nullable Agent agent) {
        if (agent == null) {
            return new HttpEndpoint.Health(false, "waiting for the Kubernetes API\n");
        }
        return agent.isReady()
                ? new HttpEndpoint.Health(true, "ok\n")
                : new HttpEndpoint.Health(false, "waiting for " + agent.waitsFor() + "\n");
    }
}
