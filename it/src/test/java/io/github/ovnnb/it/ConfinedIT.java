package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.ContainedAgent;
import io.github.ovnnb.it.harness.FreePort;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.wait.strategy.Wait;

/** What the manifests take from the agent, it does not need. */
class ConfinedIT {
    @Test
    void worksWithoutPrivilegesOnARootFilesystemThatItCannotWrite() {
        var controlPlane = SharedPlatform.controlPlane();
        try (var agent = ContainedAgent.central(
                SharedPlatform.ovn().northboundTcp(), controlPlane.asAgent(), """
                subnets:
                - name: confined
                  cidrBlock: 10.37.0.0/24
                  namespaces: [confined]
                http:
                  port: %d
                """.formatted(FreePort.onLoopback()))) {
            agent.waitingFor(Wait.forLogMessage(".*everything is there: serving Pods.*", 1)
                    .withStartupTimeout(Duration.ofMinutes(2)));
            agent.start();

            assertThat(agent.getLogs()).doesNotContain("ERROR").doesNotContain("Read-only file system");
        }
    }
}
