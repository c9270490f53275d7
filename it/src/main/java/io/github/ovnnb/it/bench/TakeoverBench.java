package io.github.ovnnb.it.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.Patience;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Three replicas that stand for one lease: how long a Pod waits for its address that is created just when the leader is gone. After a polite
 * end the lease is free; after a kill it has to run out.
 */
@Command(
        name = "takeover",
        description = "Measures how long nobody serves when the leader of three replicas goes.",
        mixinStandardHelpOptions = true)
public final class TakeoverBench implements Runnable {
    private static final String NAMESPACE = "takeover";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SUBNET = """
            subnets:
            - name: takeover
              cidrBlock: 10.62.0.0/16
              gateway: 10.62.0.1
              default: true
            """;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "of each kind (default: ${DEFAULT-VALUE})")
    private int rounds;

    private final Figures figures = new Figures(System.out, "");
    private int pods;

    private TakeoverBench() {}

    public static void main(String... arguments) {
        // Other threads of the harness may still be running: only exit ends the program.
        System.exit(new CommandLine(new TakeoverBench()).execute(arguments));
    }

    @Override
    public void run() {
        try (var ovn = new OvnContainer();
                var controlPlane = ControlPlane.start();
                var client = controlPlane.admin().newClient()) {
            ovn.start();
            client.resource(Workloads.namespace(NAMESPACE)).create();
            var kubeconfig = controlPlane.write(controlPlane.asAgent());
            var agents = IntStream.range(0, 3)
                    .mapToObj(index -> AgentProcess.central(
                            ovn.northboundTcp(),
                            kubeconfig,
                            SUBNET,
                            List.of("--leader-elect"),
                            Map.of("POD_NAME", name(index))))
                    .toList();
            try {
                agents.forEach(AgentProcess::start);
                measure("released", agents, client, AgentProcess::terminate);
                measure("killed", agents, client, AgentProcess::kill9);
            } finally {
                agents.forEach(AgentProcess::close);
            }
        }
    }

    private void measure(String how, List<AgentProcess> agents, KubernetesClient client, Consumer<AgentProcess> end) {
        var waits = new ArrayList<Duration>();
        for (int round = 0; round < rounds; round++) {
            // All stand by with full caches, or lead.
            var unused = serve(client);
            agents.forEach(TakeoverBench::awaitStanding);
            var leader = agents.get(leader(client));
            end.accept(leader);
            waits.add(serve(client));
            leader.start();
        }
        waits.sort(null);
        figures.print("takeover_" + how + "_shortest", seconds(waits.get(0)), "s");
        figures.print("takeover_" + how + "_median", seconds(waits.get(waits.size() / 2)), "s");
        figures.print("takeover_" + how + "_longest", seconds(waits.get(waits.size() - 1)), "s");
    }

    /** Creates a Pod and waits for its address. */
    private Duration serve(KubernetesClient client) {
        var pod = Workloads.pod("pod-" + ++pods, Map.of());
        pod.getMetadata().setNamespace(NAMESPACE);
        long begin = System.nanoTime();
        var created = client.resource(pod).create();
        Patience.until(
                created.getMetadata().getName() + " served",
                PATIENCE,
                () -> "true"
                        .equals(client.resource(created)
                                .get()
                                .getMetadata()
                                .getAnnotations()
                                .get("ovn.kubernetes.io/allocated")),
                () -> "");
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void awaitStanding(AgentProcess agent) {
        Patience.until(
                "all but the lease",
                PATIENCE,
                () -> {
                    try {
                        var missing = agent.get("/readyz");
                        return !missing.contains("the Northbound database,") && !missing.contains("the Kubernetes API");
                    } catch (IllegalStateException notYet) {
                        return false;
                    }
                },
                agent.process()::tailOfLog);
    }

    private static int leader(KubernetesClient client) {
        var holder = client.leases()
                .inNamespace("kube-system")
                .withName("ovn-nb-agent")
                .get()
                .getSpec()
                .getHolderIdentity();
        return IntStream.range(0, 3)
                .filter(index -> name(index).equals(holder))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the lease is held by " + holder));
    }

    private static String name(int index) {
        return "agent-" + (index + 1);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
