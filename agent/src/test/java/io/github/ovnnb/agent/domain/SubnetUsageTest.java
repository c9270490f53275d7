package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.SubnetUsage.FamilyUsage;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubnetUsageTest {
    private static Subnet subnet(String cidrs, String... excluded) {
        var spec = SubnetSpec.of("s", cidrs)
                .excludeIps(List.of(excluded))
                .isDefault(true)
                .build();
        return ((SubnetSpec.Good) spec.read()).subnet();
    }

    private static List<FamilyUsage> usage(Subnet subnet, String... rows) {
        var book = new AddressBook();
        book.define(new SubnetCatalog(List.of(subnet)));
        for (int i = 0; i < rows.length; i++) {
            var unused = book.rowIs("port-" + i, Set.of("s"), HeldAddresses.read(Set.of(rows[i])));
        }
        return book.usage(subnet).orElseThrow().families();
    }

    @Test
    void countsAndListsWhatIsFreeAndWhatIsUsed() {
        var v4 = usage(
                        subnet("10.0.0.0/28", "10.0.0.10..10.0.0.11"),
                        "0a:00:00:00:00:01 10.0.0.2",
                        "0a:00:00:00:00:02 10.0.0.4")
                .get(0);

        assertThat(FamilyUsage.text(v4.available())).isEqualTo("10.0.0.3,10.0.0.5-10.0.0.9,10.0.0.12-10.0.0.14");
        assertThat(v4.availableCount()).isEqualTo(9);
        assertThat(FamilyUsage.text(v4.using())).isEqualTo("10.0.0.2,10.0.0.4");
        assertThat(v4.usingCount()).isEqualTo(2);
    }

    @Test
    void countsEachFamilyByItself() {
        var both = usage(subnet("10.0.0.0/30,fd00::/64"), "0a:00:00:00:00:01 10.0.0.2");

        assertThat(both).extracting(FamilyUsage::usingCount).containsExactly(BigInteger.ONE, BigInteger.ZERO);
        assertThat(both.get(0).available()).isEmpty();
        // All but the network, the gateway and the last address.
        assertThat(both.get(1).availableCount())
                .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.valueOf(3)));
    }

    @Test
    void countsAnExcludedAddressThatSomebodyHasAsUsed() {
        var v4 = usage(subnet("10.0.0.0/29", "10.0.0.5"), "0a:00:00:00:00:01 10.0.0.5")
                .get(0);

        assertThat(FamilyUsage.text(v4.using())).isEqualTo("10.0.0.5");
        assertThat(FamilyUsage.text(v4.available())).isEqualTo("10.0.0.2-10.0.0.4,10.0.0.6");
    }

    @Test
    void doesNotCountWhatLiesOutside() {
        assertThat(usage(subnet("10.0.0.0/29"), "0a:00:00:00:00:01 192.168.0.1")
                        .get(0)
                        .using())
                .isEmpty();
    }

    @Test
    void tellsOnceThatSomethingHasChanged() {
        var book = new AddressBook();
        book.define(new SubnetCatalog(List.of(subnet("10.0.0.0/29"))));
        assertThat(book.takeChanged()).containsExactly("s");
        assertThat(book.takeChanged()).isEmpty();

        var unused = book.rowIs("port", Set.of("s"), HeldAddresses.read(Set.of("0a:00:00:00:00:01 10.0.0.5")));
        assertThat(book.takeChanged()).containsExactly("s");
    }
}
