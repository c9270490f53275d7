package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Northbound put back to an earlier state under a running agent: every row is another row, some are missing, some are back. */
class RestoreIT {
    private static final String COPY =
            "ovsdb-client %s unix:/run/ovn/ovnnb_db.sock OVN_Northbound %s /tmp/restore-it.db";

    /** The dead one has vanished unseen: it takes three sweeps, a minute apart. */
    private static final Duration SWEEPS = Duration.ofSeconds(200);

    private static int opened;

    private String net = "";
    private Corner corner;

    /** To each test another one, for the former's namespace takes a while to go. */
    @BeforeEach
    void open() {
        opened++;
        net = "10.48." + opened;
        corner = Corner.open("restored-" + opened, net + ".0/27", net + ".1");
    }

    @AfterEach
    void close() {
        corner.close();
    }

    private static void copy(String command, String direction) throws IOException, InterruptedException {
        var done = SharedPlatform.ovn().execInContainer("bash", "-c", COPY.formatted(command, direction));
        assertThat(done.getExitCode()).as(done.getStderr()).isZero();
    }

    private static List<String> pods(String prefix, int number) {
        return IntStream.range(0, number).mapToObj(index -> prefix + index).toList();
    }

    private void create(List<String> pods) {
        pods.forEach(pod -> corner.createPod(pod, Map.of()));
        pods.forEach(corner::awaitAllocated);
    }

    @Test
    void changesNoAddressOfALivingPodAndGivesNoneToTwo() throws IOException, InterruptedException {
        create(pods("early-", 8));
        create(List.of("leaver"));
        copy("backup", ">");
        create(pods("late-", 20));
        corner.deletePod("leaver");
        corner.awaitNoRow("leaver");
        // The last of 29 addresses, so it is the dead one's, whose port will be back.
        create(List.of("heir"));
        var waiting = pods("waiting-", 3);
        waiting.forEach(pod -> corner.createPod(pod, Map.of()));
        waiting.forEach(pod -> corner.awaitWarning(pod, "AcquireAddressFailed"));
        var told = corner.allocated();
        assertThat(told).hasSize(29);

        // 21 ports are missing then, for whose addresses others stand in line.
        copy("restore", "<");

        await("all rows as told and the dead one's gone")
                .atMost(SWEEPS)
                .untilAsserted(() -> assertThat(corner.rows())
                        .hasSize(29)
                        .allSatisfy(row -> assertThat(row.addresses()).containsExactly(addressOf(row))));
        assertThat(corner.allocated()).isEqualTo(told);
        assertThat(corner.rows().stream().flatMap(row -> row.ips().stream())).doesNotHaveDuplicates();
        assertThat(corner.rows().stream().map(PortRow::mac)).doesNotHaveDuplicates();
    }

    /** By its place in the pool each Pod of a member gets the same IP; a MAC that was given up is drawn anew. */
    @Test
    void aMemberKeepsTheMacThatItWasToldThoughTheRowOfThePodBeforeItIsBack() throws IOException, InterruptedException {
        corner.create(Workloads.statefulSet("db", 1, Workloads.ipPool(net + ".9")));
        var former = corner.awaitAllocated("db", 1).get(0);
        copy("backup", ">");
        corner.scale("db", 0);
        corner.awaitNoRow("db-0");
        corner.scale("db", 1);
        var row = corner.awaitAllocated("db", 1).get(0);
        assertThat(row.ips()).isEqualTo(former.ips());
        assertThat(row.mac()).isNotEqualTo(former.mac());

        copy("restore", "<");

        await("the row made anew as the Pod was told")
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(corner.row("db-0"))
                        .hasValueSatisfying(now -> assertThat(now.uuid()).isNotEqualTo(row.uuid()))
                        .hasValueSatisfying(now -> assertThat(now.addresses()).isEqualTo(row.addresses())));
        assertThat(row.mac()).contains(Corner.annotation(corner.pod("db-0"), "mac_address"));
    }

    private String addressOf(PortRow row) {
        return corner.allocated().getOrDefault(row.name(), "nothing");
    }
}
