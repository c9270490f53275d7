package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kube-ovn's Subnet resources instead of the list in the configuration; on a control plane of its own, for the CRD. */
class SubnetResourceIT {

    private static final String SUBNET = """
            apiVersion: kubeovn.io/v1
            kind: Subnet
            metadata:
              name: from-resource
            spec:
              protocol: IPv4
              cidrBlock: 10.39.0.0/24
              gateway: 10.39.0.1
              excludeIps: [10.39.0.2..10.39.0.99]
              default: true
            """;

    @TempDir
    private Path directory;

    @Test
    void takesItsSubnetsFromTheResourcesWhenTheCrdExists() throws IOException {
        var ovn = SharedPlatform.ovn();
        var manifest = Files.writeString(directory.resolve("subnet.yaml"), SUBNET);
        try (var controlPlane = ControlPlane.start();
                var client = controlPlane.admin().newClient()) {
            controlPlane.applyKinds(Repository.file("agent/deploy/subnet-crd.yaml"));
            var kubeconfig = controlPlane.write(controlPlane.asAgent());
            try (var agent = AgentProcess.central(ovn.northboundTcp(), kubeconfig, "kubeOvn: {subnetStatus: true}")
                    .startAndAwaitReady()) {
                // The Pod comes first: a Subnet that appears later must wake it.
                client.resource(new PodBuilder(Workloads.pod("early", Map.of()))
                                .editMetadata()
                                .withNamespace("default")
                                .endMetadata()
                                .build())
                        .create();
                controlPlane.apply(manifest);

                await("early allocated")
                        .atMost(Corner.PATIENCE)
                        .until(() -> Corner.isAllocated(client.pods()
                                .inNamespace("default")
                                .withName("early")
                                .require()));

                var row = ovn.port("early.default").orElseThrow();
                assertThat(row.ips())
                        .singleElement()
                        .satisfies(ip -> assertThat(lastOctet(ip)).isGreaterThan(99));
                assertThat(ovn.nbctl("lsp-list", "from-resource")).contains("(early.default)");
                await("the status counts it")
                        .atMost(Corner.PATIENCE)
                        .until(() -> controlPlane
                                .kubectl(
                                        "get",
                                        "subnet",
                                        "from-resource",
                                        "-o",
                                        "jsonpath={.status.v4usingIPs} {.status.v4availableIPs}")
                                .equals("1 154"));
                client.pods()
                        .inNamespace("default")
                        .withName("early")
                        .withGracePeriod(0)
                        .delete();
                await("row gone")
                        .atMost(Corner.PATIENCE)
                        .until(() -> ovn.port("early.default").isEmpty());
                assertThat(agent.process().isAlive()).isTrue();
            }
        } finally {
            ovn.nbctl("--if-exists", "ls-del", "from-resource");
        }
    }

    private static int lastOctet(String ip) {
        return Integer.parseInt(ip.substring(ip.lastIndexOf('.') + 1));
    }
}
