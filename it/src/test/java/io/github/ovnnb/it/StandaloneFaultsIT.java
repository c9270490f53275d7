package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.RawConnection;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What befalls a Northbound of one server under a running agent: its disk is full, its schema is converted. */
class StandaloneFaultsIT {
    private static final String DATABASE = "OVN_Northbound";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Of the shortest record that a database may be asked to keep. */
    private static final String COUNT_UP =
            "{\"op\":\"mutate\",\"table\":\"NB_Global\",\"where\":[],\"mutations\":[[\"nb_cfg\",\"+=\",1]]}";

    private static final OvsdbHost HOST = new OvsdbHost();
    private static int number;

    private OvsdbServer server;
    private Pods pods;
    private AgentProcess agent;

    @BeforeAll
    static void startHost() {
        HOST.start();
        SharedPlatform.kubelets();
    }

    @AfterAll
    static void stopHost() {
        HOST.close();
    }

    @BeforeEach
    void open() {
        server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA, OvsdbHost.SMALL_DISK)
                .start();
        var name = "standalone-" + ++number;
        pods = Pods.of(SharedPlatform.controlPlane(), name);
        var kubeconfig = SharedPlatform.controlPlane()
                .write(SharedPlatform.controlPlane().asAgent());
        agent = AgentProcess.central(server.tcp(), kubeconfig, """
                subnets:
                - name: %1$s
                  cidrBlock: 10.63.0.0/25
                  namespaces: [%1$s]
                """.formatted(name))
                .startAndAwaitReady();
        pods.create(Workloads.statefulSet("web", 2, Map.of()));
        pods.awaitAllocated("web-0");
        pods.awaitAllocated("web-1");
    }

    @AfterEach
    void close() {
        HOST.makeRoom();
        pods.close();
        agent.close();
        server.terminate();
    }

    @Test
    void aFullDiskIsToldToThePodsThatWaitForItAndSpaceIsAllTheyNeed() {
        pods.create("leaver");
        pods.awaitAllocated("leaver");
        var before = server.ports();
        HOST.fillSmallDisk();
        fillLastPage();

        var newcomer = pods.create("newcomer");
        var successor = pods.replace("web-0");
        pods.delete("leaver");
        for (var waiting : List.of(newcomer, successor)) {
            assertThat(pods.awaitWarning(waiting, "CreateOVNPortFailed"))
                    .startsWith("the Northbound database refused the port: I/O error");
        }
        assertThat(server.ports()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(pods.all())
                .filteredOn(Corner::isAllocated)
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("web-1");
        assertThat(agent.get("/healthz")).isEqualTo("ok\n");

        HOST.makeRoom();
        pods.awaitAllocated("newcomer");
        pods.awaitAllocated("web-0");
        await("the leaver's port gone")
                .atMost(PATIENCE)
                .until(() -> row("leaver").isEmpty());
        for (var member : List.of("web-0", "web-1")) {
            assertKept(member, before);
        }
        assertThatRowsSayWhatPodsWereTold();
        assertThat(List.of(newcomer, successor))
                .as("one Event each, told again or not")
                .allSatisfy(pod -> assertThat(pods.warnings(pod)).hasSize(1));
        assertThat(log()).containsOnlyOnce("subnets come from ").doesNotContain("a mistake in the program");
    }

    /** What is left free on the disk is less than a page, and may be enough for a Pod. */
    private void fillLastPage() {
        try (var raw = server.connect()) {
            await("the disk is full to the last byte").atMost(PATIENCE).until(() -> isRefused(raw));
        }
    }

    private static boolean isRefused(RawConnection raw) {
        try {
            raw.transact(DATABASE, COUNT_UP);
            return false;
        } catch (IllegalStateException refused) {
            assertThat(refused).hasMessageContaining("I/O error");
            return true;
        }
    }

    @Test
    void aSchemaConvertedThereAndBackChangesNoRowAndPodsAreServedMeanwhile() {
        var before = server.ports();

        assertServedWhile("upgrade-", HOST.northboundSchemaWith("Logical_Switch_Port", "note"));
        assertThat(server.client("list-columns", DATABASE, "Logical_Switch_Port"))
                .contains("note");
        assertServedWhile("downgrade-", OvsdbHost.NORTHBOUND_SCHEMA);

        assertThat(server.ports()).containsAll(before);
        var successor = pods.replace("web-0");
        pods.awaitAllocated("web-0");
        assertKept("web-0", before);
        assertThat(row("web-0").orElseThrow().externalIds())
                .containsEntry("ovnnb.io/pod-uid", successor.getMetadata().getUid());
        assertThatRowsSayWhatPodsWereTold();
        assertThat(pods.all()).allSatisfy(pod -> assertThat(pods.warnings(pod)).isEmpty());
        assertThat(log()).doesNotContain("a mistake in the program");
    }

    private void assertServedWhile(String prefix, String schema) {
        var converted = CompletableFuture.runAsync(() -> server.client("convert", schema));
        var created = new ArrayList<String>();
        while (!converted.isDone() || created.size() < 3) {
            created.add(prefix + created.size());
            pods.create(prefix + (created.size() - 1));
        }
        converted.join();
        created.forEach(pods::awaitAllocated);
        agent.awaitReady();
    }

    private void assertKept(String member, List<PortRow> before) {
        var was = before.stream()
                .filter(row -> row.name().equals(member + "." + pods.namespace()))
                .findFirst()
                .orElseThrow();
        var is = row(member).orElseThrow();
        assertThat(is.uuid()).isEqualTo(was.uuid());
        assertThat(is.addresses()).isEqualTo(was.addresses());
    }

    private void assertThatRowsSayWhatPodsWereTold() {
        var told = pods.all().stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getName() + "." + pods.namespace(), pod -> List.of(Pods.told(pod))));
        assertThat(server.ports().stream().collect(Collectors.toMap(PortRow::name, PortRow::addresses)))
                .isEqualTo(told);
        assertThat(told.values()).doesNotHaveDuplicates();
    }

    private Optional<PortRow> row(String pod) {
        return server.ports().stream()
                .filter(row -> row.name().equals(pod + "." + pods.namespace()))
                .findFirst();
    }

    private String log() {
        try {
            return Files.readString(agent.process().log());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
