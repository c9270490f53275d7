package io.github.ovnnb.agent.simulation;

import static io.github.ovnnb.agent.simulation.Example.IP;
import static io.github.ovnnb.agent.simulation.Example.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PoolSpec;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.ReservedIp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits for an address of a pool, or for a reserved one, has it within the second that makes it free. */
class PoolsAndReservationsTest {
    private final Example cluster = new Example();

    private void pools(Pool... pools) {
        cluster.cluster.poolsAre(List.of(pools));
    }

    private static Pool pool(String name, String ips, String... namespaces) {
        return ((PoolSpec.Good) new PoolSpec(name, "s1", List.of(namespaces), List.of(ips)).read()).pool();
    }

    private void reserve(String name, String ip, Optional<String> port) {
        cluster.cluster.reserve(new ReservedIp(name, "s1", HeldAddresses.read(List.of(ip)), port));
    }

    @Test
    void servesTheNextInLineWhenAnAddressOfThePoolIsReleased() {
        pools(pool("p", "10.0.0.9"));
        cluster.apply("p0", Map.of(POOL, "p"));
        cluster.soon();
        cluster.apply("p1", Map.of(POOL, "p"));
        cluster.apply("p2", Map.of());
        cluster.soon();
        assertThat(cluster.ipOf("p1")).isEmpty();
        assertThat(cluster.told("p1")).contains("no free address left in IPPool p of subnet s1");

        // One of the rest of the subnet is of no use to it.
        cluster.delete("p2");
        cluster.soon();
        assertThat(cluster.ipOf("p1")).isEmpty();
        cluster.delete("p0");
        cluster.soon();
        assertThat(cluster.ipOf("p1")).isEqualTo("10.0.0.9");
    }

    @Test
    void servesThoseWhoWaitWhenThePoolAppearsAndWhenItGrows() {
        cluster.apply("p0", Map.of(POOL, "p"));
        cluster.apply("p1", Map.of(POOL, "p"));
        cluster.soon();
        assertThat(cluster.told("p0")).contains("there is no IPPool \"p\"; known pools: none");

        pools(pool("p", "10.0.0.9"));
        cluster.soon();
        assertThat(List.of(cluster.ipOf("p0"), cluster.ipOf("p1"))).containsExactlyInAnyOrder("10.0.0.9", "");
        pools(pool("p", "10.0.0.9..10.0.0.10"));
        cluster.soon();
        assertThat(List.of(cluster.ipOf("p0"), cluster.ipOf("p1"))).containsExactlyInAnyOrder("10.0.0.9", "10.0.0.10");
    }

    @Test
    void keepsTheAddressesOfLivingPodsAndMembersWhenTheirNamespaceIsBoundToAPool() {
        cluster.applySet("web", 1, Map.of());
        cluster.soon();
        var before = cluster.port("web-0").orElseThrow();
        pools(pool("p", "10.0.0.9", "a"));
        cluster.soon();
        cluster.delete("web-0");
        cluster.soon();
        cluster.apply("new", Map.of());
        cluster.soon();

        assertThat(cluster.port("web-0").map(PortFacts::row)).contains(before.row());
        assertThat(cluster.port("web-0").map(PortFacts::addresses)).contains(before.addresses());
        assertThat(cluster.ipOf("new")).isEqualTo("10.0.0.9");
    }

    @Test
    void movesAMemberInOneTransactionWhenItsTemplateNamesAPool() {
        pools(pool("p", "10.0.0.9"));
        cluster.applySet("web", 1, Map.of());
        cluster.soon();
        var before = cluster.port("web-0").orElseThrow();
        cluster.cluster.api.putSet(cluster.set("web").withTemplate(Map.of(POOL, "p")));
        cluster.passes(5, TimeUnit.SECONDS);

        assertThat(cluster.ipOf("web-0")).isEqualTo("10.0.0.9");
        assertThat(cluster.port("web-0").map(PortFacts::row)).contains(before.row());
    }

    @Test
    void servesThoseWhoWaitForAReservedAddressWhenTheReservationGoes() {
        reserve("printer", "10.0.0.5", Optional.empty());
        cluster.apply("p0", Map.of(IP, "10.0.0.5"));
        cluster.soon();
        assertThat(cluster.told("p0")).contains("10.0.0.5 on subnet s1 is reserved by IP printer");

        cluster.cluster.unreserve("printer");
        cluster.soon();
        assertThat(cluster.ipOf("p0")).isEqualTo("10.0.0.5");
    }

    @Test
    void keepsAReservedAddressForItsPodThroughItsEndAndOurs() {
        cluster.apply("p0", Map.of());
        cluster.soon();
        var ip = cluster.ipOf("p0");
        reserve("p0.a", ip, Optional.of("p0.a"));
        cluster.delete("p0");
        cluster.soon();
        cluster.cluster.killAndRestartAfter(50_000);
        cluster.passes(3, TimeUnit.SECONDS);
        cluster.apply("p1", Map.of(IP, ip));
        cluster.apply("p0", Map.of());
        cluster.soon();

        assertThat(cluster.ipOf("p0")).isEqualTo(ip);
        assertThat(cluster.told("p1")).contains(ip + " on subnet s1 is ");
    }

    @Test
    void givesThePodItsReservedAddressWhenTheSubnetIsOtherwiseFull() {
        for (int i = 0; i < 11; i++) {
            cluster.apply("full-" + i, Map.of());
        }
        cluster.soon();
        cluster.apply("p0", Map.of());
        cluster.apply("p1", Map.of());
        cluster.soon();
        var ip = cluster.ipOf("full-3");
        reserve("r", ip, Optional.of("p1.a"));
        cluster.delete("full-3");
        cluster.soon();

        assertThat(cluster.ipOf("p0")).isEmpty();
        assertThat(cluster.ipOf("p1")).isEqualTo(ip);
    }
}
