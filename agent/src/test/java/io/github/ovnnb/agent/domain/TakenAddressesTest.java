package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakenAddressesTest {
    private static final int ADDRESSES = 8 * 1_024;

    private final TakenAddresses taken = new TakenAddresses();

    @Test
    void takesHalfAnIpv6NetworkAsOneRange() {
        var half = range("fd00::", "fd00::7fff:ffff:ffff:ffff");
        taken.add(half);

        assertThat(taken.firstMissingFrom(ip("fd00::5"))).isEqualTo(ip("fd00::8000:0:0:0"));
        assertThat(taken.contains(ip("fd00::1234:0:0:0"))).isTrue();
        assertThat(taken.merged().ranges()).containsExactly(half);
    }

    @Test
    void findsTheOneAddressThatWasGivenBackInTheMidstOfAFullRange() {
        taken.add(range("10.0.0.0", "10.255.255.255"));
        taken.remove(ip("10.77.0.9"));

        assertThat(taken.firstMissingFrom(ip("10.0.0.0"))).isEqualTo(ip("10.77.0.9"));
        assertThat(taken.firstMissingFrom(ip("10.77.0.10"))).isEqualTo(ip("11.0.0.0"));
        assertThat(taken.merged().ranges())
                .containsExactly(range("10.0.0.0", "10.77.0.8"), range("10.77.0.10", "10.255.255.255"));
    }

    /** Against the plainest of models, one bit an address; the networks lie across the ends of pages and of 64 bits. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.2.3", "255.255.240.0", "0.0.0.0", "fd00::ffff:ffff:ffff:f000", "::", "fd00::2ff"})
    void agreesWithASetOfAllAddresses(String base) {
        for (int seed = 0; seed < 30; seed++) {
            agreesWithASetOfAllAddresses(base, new Random(seed));
        }
    }

    @Property(tries = 50)
    void agreesWithASetOfAllAddressesAnywhere(@ForAll long high, @ForAll long low, @ForAll long seed) {
        var base = new IpAddress(AddressFamily.IPV6, high >>> 1, low);
        agreesWithASetOfAllAddresses(base.toString(), new Random(seed));
    }

    private static void agreesWithASetOfAllAddresses(String base, Random random) {
        var taken = new TakenAddresses();
        var model = new BitSet();
        var all = Stream.iterate(ip(base), IpAddress::next).limit(ADDRESSES + 1).toList();
        for (int step = 0; step < 60; step++) {
            int from = random.nextInt(ADDRESSES);
            int to = from + random.nextInt(Math.min(ADDRESSES - from, random.nextBoolean() ? 4_000 : 8));
            switch (random.nextInt(3)) {
                case 0 -> {
                    taken.add(all.get(from));
                    model.set(from);
                }
                case 1 -> {
                    taken.add(new AddressRange(all.get(from), all.get(to)));
                    model.set(from, to + 1);
                }
                default -> {
                    for (int i = from; i <= to; i++) {
                        taken.remove(all.get(i));
                    }
                    model.clear(from, to + 1);
                }
            }
            int start = random.nextInt(ADDRESSES);
            assertThat(taken.contains(all.get(start))).isEqualTo(model.get(start));
            assertThat(taken.firstMissingFrom(all.get(start))).isEqualTo(all.get(model.nextClearBit(start)));
        }
        assertThat(taken.merged().ranges().stream()
                        .mapToInt(range -> range.size().intValueExact()))
                .as("runs")
                .hasSize((int) model.stream().filter(i -> !model.get(i + 1)).count());
        assertThat(taken.merged().ranges().stream()
                        .mapToInt(range -> range.size().intValueExact())
                        .sum())
                .isEqualTo(model.cardinality());
    }

    private static IpAddress ip(String text) {
        return IpAddress.of(text);
    }

    private static AddressRange range(String first, String last) {
        return new AddressRange(ip(first), ip(last));
    }
}
