package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.FreePort;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may lead. */
class LeaseIT {
    private static final String NO_PODS = """
            subnets:
            - name: leased
              cidrBlock: 10.49.0.0/24
              namespaces: [leased]
            """;

    private static AgentProcess candidate(String name, String northbound) {
        var kubeconfig = SharedPlatform.controlPlane()
                .write(SharedPlatform.controlPlane().asAgent());
        return AgentProcess.central(
                northbound, kubeconfig, NO_PODS, List.of("--leader-elect"), Map.of("POD_NAME", name));
    }

    @Test
    void anAgentThatHasNeverSeenTheDatabaseLeavesTheLeaseToOneThatHas() {
        try (var blind = candidate("blind", "tcp:127.0.0.1:" + FreePort.onLoopback());
                var sighted = candidate("sighted", SharedPlatform.ovn().northboundTcp())) {
            blind.start();
            await("the blind one has started")
                    .atMost(Corner.PATIENCE)
                    .until(() -> Files.readString(blind.process().log()).contains("no connection to"));

            sighted.startAndAwaitReady();

            assertThat(blind.get("/readyz")).contains("the Northbound database");
        }
    }

    @Test
    void anAgentThatIsCutOffFromTheDatabaseAloneGivesTheLeaseToOneThatIsNotAndServesNothing() {
        var proxy = FaultProxy.before(SharedPlatform.ovn().northboundTcp(), FaultPlan.none());
        try (var first = candidate("first", proxy.remote());
                var second = candidate("second", SharedPlatform.ovn().northboundTcp())) {
            first.startAndAwaitReady();
            second.start();

            proxy.close();
            second.awaitReady();

            assertThat(first.get("/readyz")).contains("the Northbound database").contains("the lease");
        } finally {
            proxy.close();
        }
    }
}
