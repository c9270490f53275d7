package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import java.util.List;
import java.util.function.Supplier;

/**
 * The agent's main job under load: a burst of Pods through a real API server and a real Northbound, first with a JVM that has just started, then again
 * with the same one; and Pods that wait when it starts. usage: AgentBench [--pods N] [--threads N] [--warm ROUNDS];
 * exit status 0 when every address was given once and every row was taken back.
 */
final class AgentBench {

    private static final String SUBNET = """
            subnets:
            - name: bench
              cidrBlock: 10.128.0.0/12
              gateway: 10.128.0.1
              default: true
            """;

    private AgentBench() {}

    public static void main(String... arguments) {
        var options = List.of(arguments);
        var pods = option(options, "--pods", 3_000);
        var threads = option(options, "--threads", 8);
        var warmRounds = option(options, "--warm", 2);
        // Other threads of the harness may still be running: only exit ends the program.
        System.exit(measure(pods, threads, warmRounds) ? 0 : 1);
    }

    private static boolean measure(int pods, int threads, int warmRounds) {
        var figures = new Figures(System.out, "");
        figures.print("pods", pods, "pods");
        figures.print("processors", Runtime.getRuntime().availableProcessors(), "count");
        try (var ovn = new OvnContainer();
                var controlPlane = ControlPlane.start()) {
            ovn.start();
            // It recomputes all flows for each change, on another machine than ours in a real cluster. Here it would
            // take
            // a processor away from what is measured, but not from the raw rates beside it.
            ovn.pauseNorthd();
            var client = new LoadClient(controlPlane.admin(), threads);
            warmUp(client);
            var kubeconfig = controlPlane.write(controlPlane.asAgent());
            Supplier<AgentProcess> starter = () -> AgentProcess.central(ovn.northboundTcp(), kubeconfig, SUBNET)
                    .startAndAwaitReady();
            var good = true;
            try (var agent = starter.get()) {
                var cost = new ProcessCost(agent.process().pid());
                good &= new Burst(client, ovn, cost, figures.withPrefix("cold_"), "cold", pods).run();
                for (var round = 1; round <= warmRounds; round++) {
                    var warm = figures.withPrefix("warm" + round + "_");
                    good &= new Burst(client, ovn, cost, warm, "warm" + round, pods).run();
                }
            }
            return good & new Backlog(client, ovn, figures.withPrefix("backlog_"), pods).run(starter);
        }
    }

    /** The load's own JVM starts cold too, and the raw rates must not suffer from that. */
    private static void warmUp(LoadClient client) {
        var calls = new PodCalls("warm-up");
        client.sendAll(List.of(calls.makeNamespace()));
        for (var round = 0; round < 2; round++) {
            client.sendAll(calls.forEach(500, calls::createOnHostNetwork));
            client.sendAll(calls.forEach(500, calls::annotate));
            client.sendAll(calls.forEach(500, calls::delete));
        }
    }

    private static int option(List<String> arguments, String name, int otherwise) {
        var place = arguments.indexOf(name);
        return place < 0 ? otherwise : Integer.parseInt(arguments.get(place + 1));
    }
}
