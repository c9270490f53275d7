package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.SubnetUsage.FamilyUsage;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the book says after subnets, pools, nodes and reservations have changed under those who hold addresses. */
class ChangingSubnetTest {
    private final AddressBook book = new AddressBook();
    private Subnet subnet = subnet("10.0.0.0/29");
    private List<Pool> pools = List.of();

    private static Subnet subnet(String cidrs, String... excluded) {
        var spec = SubnetSpec.of("s", cidrs)
                .excludeIps(List.of(excluded))
                .isDefault(true)
                .build();
        return ((SubnetSpec.Good) spec.read()).subnet();
    }

    private static Pool pool(String name, String... ips) {
        return ((PoolSpec.Good) new PoolSpec(name, "s", List.of(), List.of(ips)).read()).pool();
    }

    private void define(String... nodes) {
        var addresses = new HashMap<IpAddress, String>();
        for (var node : nodes) {
            addresses.put(IpAddress.of(node), "node-1");
        }
        book.define(new SubnetCatalog(List.of(subnet), new PoolCatalog(pools), new NodeAddresses(addresses)));
    }

    private Collection<WakeKey> row(String port, String... addresses) {
        return book.rowIs(port, Set.of("s"), HeldAddresses.read(List.of(addresses)));
    }

    private Optional<String> next(String pool) {
        return book.next("s", pool, AddressFamily.IPV4).map(IpAddress::toString);
    }

    private FamilyUsage usage() {
        return book.usage(subnet).orElseThrow().families().get(0);
    }

    private FamilyUsage usage(Pool pool) {
        return book.usage(pool).orElseThrow().families().get(0);
    }

    private static String text(List<AddressRange> ranges) {
        return FamilyUsage.text(ranges);
    }

    @Test
    void aSubnetThatGrowsHasItsNewAddressesToGiveAndKeepsTheTakenOnes() {
        define();
        row("a", "10.0.0.2");
        row("b", "10.0.0.6");
        subnet = subnet("10.0.0.0/28");
        define();

        assertThat(text(usage().using())).isEqualTo("10.0.0.2,10.0.0.6");
        assertThat(text(usage().available())).isEqualTo("10.0.0.3-10.0.0.5,10.0.0.7-10.0.0.14");
        assertThat(next("")).contains("10.0.0.3");
    }

    @Test
    void anAddressLeftOutsideByAShrunkSubnetIsStillItsHoldersAndIsNotGivenOutAfterwards() {
        subnet = subnet("10.0.0.0/28");
        define();
        row("a", "10.0.0.12");
        subnet = subnet("10.0.0.0/29");
        define();
        assertThat(usage().using()).isEmpty();
        assertThat(book.otherHolder("s", IpAddress.of("10.0.0.12"), "b")).contains(new Holder.Port("a"));

        book.rowIsGone("a");
        assertThat(text(usage().available())).isEqualTo("10.0.0.2-10.0.0.6");
    }

    @Test
    void anExcludedAddressThatIsTakenBecomesFreeOnlyWhenItIsNoLongerExcluded() {
        define();
        row("a", "10.0.0.2");
        subnet = subnet("10.0.0.0/29", "10.0.0.2..10.0.0.4");
        define();
        assertThat(next("")).contains("10.0.0.5");
        assertThat(text(usage().using())).isEqualTo("10.0.0.2");

        book.rowIsGone("a");
        assertThat(text(usage().available())).isEqualTo("10.0.0.5-10.0.0.6");
        subnet = subnet("10.0.0.0/29");
        define();
        assertThat(text(usage().available())).isEqualTo("10.0.0.2-10.0.0.6");
    }

    @Test
    void aPoolTakesItsAddressesOutOfTheRestAndGivesThemBackWhenItGoes() {
        define();
        row("a", "10.0.0.3");
        pools = List.of(pool("p", "10.0.0.2..10.0.0.4"));
        define();

        assertThat(next("")).contains("10.0.0.5");
        assertThat(next("p")).contains("10.0.0.2");
        assertThat(text(usage(pools.get(0)).using())).isEqualTo("10.0.0.3");
        assertThat(text(usage(pools.get(0)).available())).isEqualTo("10.0.0.2,10.0.0.4");
        // The subnet counts all of it.
        assertThat(text(usage().available())).isEqualTo("10.0.0.2,10.0.0.4-10.0.0.6");

        pools = List.of();
        define();
        assertThat(next("")).contains("10.0.0.2");
        assertThat(next("p")).isEmpty();
    }

    @Test
    void aReleasedAddressIsOfferedToThoseWhoWaitForItsPool() {
        pools = List.of(pool("p", "10.0.0.3"));
        define();
        row("a", "10.0.0.3");

        assertThat(book.isOpen(new WakeKey.Space("s", "p"), "")).isFalse();
        assertThat(book.rowIsGone("a"))
                .containsExactly(new WakeKey.FreeIp("s", IpAddress.of("10.0.0.3")), new WakeKey.Space("s", "p"));
        assertThat(book.isOpen(new WakeKey.Space("s", "p"), "")).isTrue();
    }

    @Test
    void countsTheFamiliesOfAPoolByThemselvesHoweverManyAddressesThereAre() {
        subnet = subnet("10.0.0.0/29,fd00::/64");
        pools = List.of(pool("p", "10.0.0.2..10.0.0.3", "fd00::1:0/112"));
        define();
        row("a", "10.0.0.2 fd00::1:5");

        var both = book.usage(pools.get(0)).orElseThrow().families();
        assertThat(both).extracting(FamilyUsage::usingCount).containsExactly(BigInteger.ONE, BigInteger.ONE);
        assertThat(both)
                .extracting(FamilyUsage::availableCount)
                .containsExactly(BigInteger.ONE, BigInteger.valueOf(65_535));
    }

    @Test
    void aNewNodesAddressIsNoLongerGivenOut() {
        define();
        define("10.0.0.2", "10.9.9.9");

        assertThat(next("")).contains("10.0.0.3");
        define();
        assertThat(next("")).contains("10.0.0.2");
    }

    @Test
    void whatDidNotChangeIsNotDrawnAnewSoThatAFreedAddressIsStillUsedLast() {
        define();
        row("a", "10.0.0.2");
        book.rowIsGone("a");
        define("10.9.9.9");

        assertThat(next("")).contains("10.0.0.3");
    }

    @Test
    void aReservedAddressIsUsedAndGoesBackWhenTheReservationGoes() {
        define();
        var reserved = new ReservedIp("r", "s", HeldAddresses.read(List.of("10.0.0.2")), Optional.empty());
        assertThat(book.reservationIs(reserved)).isEmpty();
        assertThat(next("")).contains("10.0.0.3");
        assertThat(text(usage().using())).isEqualTo("10.0.0.2");
        assertThat(book.isOpen(new WakeKey.FreeIp("s", IpAddress.of("10.0.0.2")), ""))
                .isFalse();

        assertThat(book.reservationIsGone("r")).contains(new WakeKey.FreeIp("s", IpAddress.of("10.0.0.2")));
        assertThat(usage().using()).isEmpty();
    }

    @Test
    void aReservationOutlivesThePortAndWakesOnlyWhomItIsFor() {
        define();
        row("a.default", "10.0.0.2");
        book.reservationIs(
                new ReservedIp("a.default", "s", HeldAddresses.read(List.of("10.0.0.2")), Optional.of("a.default")));

        assertThat(book.rowIsGone("a.default")).containsExactly(new WakeKey.PortName("a.default"));
        assertThat(next("")).contains("10.0.0.3");
        assertThat(book.otherHolder("s", IpAddress.of("10.0.0.2"), "a.default")).isEmpty();
        assertThat(book.otherHolder("s", IpAddress.of("10.0.0.2"), "b.default"))
                .contains(new Holder.Reserved("a.default"));
    }

    @Test
    void aReservationThatGoesFreesNothingThatAPortHas() {
        define();
        row("a", "10.0.0.2");
        book.reservationIs(new ReservedIp("r", "s", HeldAddresses.read(List.of("10.0.0.2")), Optional.empty()));

        assertThat(book.reservationIsGone("r")).isEmpty();
        assertThat(next("")).contains("10.0.0.3");
        assertThat(text(usage().using())).isEqualTo("10.0.0.2");
    }

    @Test
    void aReservationMayBeThereBeforeItsSubnet() {
        book.reservationIs(new ReservedIp("r", "s", HeldAddresses.read(List.of("10.0.0.2")), Optional.empty()));
        define();

        assertThat(next("")).contains("10.0.0.3");
    }
}
