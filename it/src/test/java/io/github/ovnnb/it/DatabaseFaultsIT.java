package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever befalls a Northbound of three members: no address moves, none is given twice, and who waited is served. */
class DatabaseFaultsIT {
    private static final String NAME = "database-faults";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final OvsdbHost HOST = new OvsdbHost();

    private static OvnCluster cluster;
    private static KubernetesClient client;
    private static AgentProcess agent;

    private interface Remedy {
        void apply();
    }

    /** What happens to the database; and what is then done about it. */
    private enum Fault {
        LEADER_KILLED {
            @Override
            Remedy inflict() {
                var leader = cluster.leader();
                leader.kill9();
                return () -> startAgain(leader);
            }
        },
        LEADER_ENDED {
            @Override
            Remedy inflict() {
                var leader = cluster.leader();
                leader.terminate();
                return () -> startAgain(leader);
            }
        },
        LEADER_FROZEN {
            @Override
            Remedy inflict() {
                var leader = cluster.leader();
                leader.pause();
                return () -> {
                    cluster.leader(leader);
                    leader.resume();
                    cluster.awaitConnected(leader);
                };
            }
        },
        LEADER_PARTITIONED {
            @Override
            Remedy inflict() {
                var leader = cluster.leader();
                leader.partition();
                return () -> {
                    cluster.leader(leader);
                    leader.rejoin();
                    cluster.awaitConnected(leader);
                };
            }
        },
        LEADER_DEPOSED {
            @Override
            Remedy inflict() {
                cluster.depose(cluster.leader());
                return () -> {};
            }
        },
        QUORUM_LOST {
            @Override
            Remedy inflict() {
                var followers = cluster.followers();
                followers.forEach(OvsdbServer::kill9);
                return () -> followers.forEach(DatabaseFaultsIT::startAgain);
            }
        },
        ALL_KILLED {
            @Override
            Remedy inflict() {
                cluster.members().forEach(OvsdbServer::kill9);
                return () -> {
                    cluster.members().forEach(OvsdbServer::start);
                    cluster.members().forEach(cluster::awaitConnected);
                };
            }
        },
        COMPACTED {
            @Override
            Remedy inflict() {
                cluster.members().forEach(OvsdbServer::compact);
                return () -> {};
            }
        },
        CONVERTED {
            @Override
            Remedy inflict() {
                cluster.leader().client("convert", HOST.northboundSchemaWith("Logical_Switch_Port", "note"));
                return () -> cluster.leader().client("convert", OvsdbHost.NORTHBOUND_SCHEMA);
            }
        },
        RESTORED {
            @Override
            Remedy inflict() {
                cluster.leader().backup("faults.backup");
                return () -> cluster.leader().restore("faults.backup");
            }
        };

        abstract Remedy inflict();
    }

    private static void startAgain(OvsdbServer member) {
        member.start();
        cluster.awaitConnected(member);
    }

    @BeforeAll
    static void start() {
        HOST.start();
        cluster = OvnCluster.on(HOST);
        SharedPlatform.kubelets();
        client = SharedPlatform.controlPlane().admin().newClient();
        client.resource(Workloads.namespace(NAME)).create();
        var kubeconfig = SharedPlatform.controlPlane()
                .write(SharedPlatform.controlPlane().asAgent());
        agent = AgentProcess.central(cluster.tcp(), kubeconfig, """
                subnets:
                - name: %1$s
                  cidrBlock: 10.61.0.0/26
                  gateway: 10.61.0.1
                  namespaces: [%1$s]
                """.formatted(NAME));
        agent.startAndAwaitReady();
        create(Workloads.statefulSet("web", 2, Map.of()));
        awaitAllocated("web-0");
        awaitAllocated("web-1");
    }

    @AfterAll
    static void stop() {
        client.namespaces().withName(NAME).delete();
        await("Pods gone")
                .atMost(PATIENCE)
                .until(() -> client.pods().inNamespace(NAME).list().getItems().isEmpty());
        agent.close();
        cluster.close();
        client.close();
    }

    private static <T extends HasMetadata> T create(T resource) {
        resource.getMetadata().setNamespace(NAME);
        return client.resource(resource).create();
    }

    private static Pod awaitAllocated(String pod) {
        return await(pod + " allocated")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> client.pods().inNamespace(NAME).withName(pod).get(),
                        found -> found != null && Corner.isAllocated(found));
    }

    private static String told(Pod pod) {
        return Corner.annotation(pod, "mac_address") + " " + Corner.annotation(pod, "ip_address");
    }

    /** Deletes a member and waits for the next Pod of its name, which nobody need have served yet. */
    private static void replace(String member) {
        var pod = client.pods().inNamespace(NAME).withName(member).require();
        client.resource(pod).withGracePeriod(0).delete();
        await("another " + member)
                .atMost(PATIENCE)
                .until(
                        () -> client.pods().inNamespace(NAME).withName(member).get(),
                        found -> found != null
                                && !found.getMetadata()
                                        .getUid()
                                        .equals(pod.getMetadata().getUid()));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whoWaitedIsServedAndNobodysAddressMoves(Fault fault) {
        var newcomer = "while-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var before = List.of(told(awaitAllocated("web-0")), told(awaitAllocated("web-1")));

        var remedy = fault.inflict();
        replace("web-0");
        create(Workloads.pod(newcomer, Map.of()));
        remedy.apply();

        awaitAllocated(newcomer);
        assertThat(List.of(told(awaitAllocated("web-0")), told(awaitAllocated("web-1"))))
                .isEqualTo(before);
        assertThatEveryMemberShowsWhatPodsWereTold();
    }

    private static void assertThatEveryMemberShowsWhatPodsWereTold() {
        var told = client.pods().inNamespace(NAME).list().getItems().stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName() + "." + NAME, pod -> Set.of(told(pod))));
        for (var member : cluster.members()) {
            await(member + " shows what Pods were told")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(member.ports().stream()
                                    .collect(Collectors.toMap(PortRow::name, row -> Set.copyOf(row.addresses()))))
                            .isEqualTo(told));
        }
        assertThat(told.values()).doesNotHaveDuplicates();
    }

    @Test
    void whileThereIsNoDatabaseEventsSayWhyPodsWaitAndTheAgentLivesOn() {
        cluster.members().forEach(OvsdbServer::terminate);
        create(Workloads.pod("patient", Map.of()));

        await("an Event")
                .atMost(PATIENCE)
                .until(() -> client.v1().events().inNamespace(NAME).list().getItems().stream()
                        .anyMatch(event -> event.getInvolvedObject().getName().equals("patient")
                                && event.getReason().equals("CreateOVNPortFailed")
                                && event.getMessage().contains("can't be reached")));
        assertThat(agent.get("/readyz")).contains("the Northbound database");
        assertThat(agent.get("/healthz")).isEqualTo("ok\n");

        cluster.members().forEach(OvsdbServer::start);

        awaitAllocated("patient");
        assertThat(agent.process().isAlive()).isTrue();
        assertThatEveryMemberShowsWhatPodsWereTold();
    }
}
