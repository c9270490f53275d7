package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OVN answers to DHCP requests, as the Subnet resource has it; on a control plane of its own, for the CRD. */
class SubnetDhcpIT {
    private static final OvnContainer OVN = SharedPlatform.ovn();

    @TempDir
    private Path directory;

    @Test
    void aSubnetsDhcpOptionsAreMadeChangedAndTakenAwayWithItsPortsReferring() throws IOException {
        try (var controlPlane = ControlPlane.start();
                var client = controlPlane.admin().newClient()) {
            controlPlane.applyKinds(Repository.file("agent/deploy/subnet-crd.yaml"));
            subnet(controlPlane, "enableDHCP: true");
            try (var agent = AgentProcess.central(OVN.northboundTcp(), controlPlane.write(controlPlane.asAgent()), "")
                    .startAndAwaitReady()) {
                for (var name : new String[] {"one", "two"}) {
                    client.resource(new PodBuilder(Workloads.pod(name, Map.of()))
                                    .editMetadata()
                                    .withNamespace("default")
                                    .endMetadata()
                                    .build())
                            .create();
                }
                await("both ports refer to DHCP options of both families")
                        .atMost(Corner.PATIENCE)
                        .until(() -> reference("one", 4).length() > 2
                                && reference("one", 4).equals(reference("two", 4))
                                && reference("one", 6).length() > 2
                                && reference("one", 6).equals(reference("two", 6)));
                assertThat(options(4))
                        .contains("lease_time=\"3600\"", "router=\"10.55.0.1\"", "server_id=", "server_mac=");
                assertThat(options(6)).contains("server_id=");
                var before = reference("one", 4);
                var serverMac = options(4).replaceFirst(".*server_mac=\"([^\"]*)\".*", "$1");

                subnet(
                        controlPlane,
                        "enableDHCP: true, dhcpV4Options: 'lease_time=60,dns_server={10.96.0.10,10.96.0.11}'");
                await("the options changed")
                        .atMost(Corner.PATIENCE)
                        .until(() -> options(4).contains("lease_time=\"60\""));
                assertThat(options(4)).contains("dns_server=\"{10.96.0.10,10.96.0.11}\"", serverMac);
                assertThat(reference("two", 4)).isEqualTo(before);

                subnet(controlPlane, "enableDHCP: false");
                await("no options any more")
                        .atMost(Corner.PATIENCE)
                        .until(() -> options(4).isEmpty() && options(6).isEmpty());
                assertThat(reference("one", 4)).isEqualTo("[]");
                assertThat(reference("two", 4)).isEqualTo("[]");
                assertThat(agent.process().isAlive()).isTrue();
            }
        } finally {
            OVN.nbctl("--if-exists", "ls-del", "dhcp");
        }
    }

    private void subnet(ControlPlane controlPlane, String dhcp) throws IOException {
        controlPlane.apply(Files.writeString(directory.resolve("subnet.yaml"), """
                apiVersion: kubeovn.io/v1
                kind: Subnet
                metadata: {name: dhcp}
                spec: {cidrBlock: '10.55.0.0/24,fd00:55::/112', default: true, %s}
                """.formatted(dhcp)));
    }

    private static String reference(String pod, int family) {
        return OVN.port(pod + ".default").isEmpty()
                ? ""
                : OVN.nbctl("get", "Logical_Switch_Port", pod + ".default", "dhcpv" + family + "_options")
                        .strip();
    }

    /** In one look: between two the row may go. */
    private static String options(int family) {
        return OVN.nbctl(
                        "--no-headings",
                        "--columns=options",
                        "find",
                        "DHCP_Options",
                        "external_ids:ls=dhcp",
                        "external_ids:protocol=IPv" + family)
                .strip();
    }
}
