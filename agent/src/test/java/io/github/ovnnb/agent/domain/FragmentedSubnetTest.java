package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a subnet costs depends on the runs of taken addresses and on nothing else; times are measured by {@code scripts/bench}. */
class FragmentedSubnetTest {
    private static final int HOLES = 500_000;

    @Test
    void aSlashEightFullOfHolesStillGivesTheLowestFreeAddress() {
        var free = new FreeAddresses(Cidr.of("10.0.0.0/8"), List.of());
        var random = new Random(5);
        var taken = new TreeSet<IpAddress>();
        while (taken.size() < HOLES) {
            var ip = IpAddress.ipv4(0x0a000001L + random.nextInt(0xfffffe));
            if (taken.add(ip)) {
                free.take(ip);
            }
        }
        assertThat(free.runs()).isBetween(HOLES / 2, HOLES);

        for (int i = 0; i < 100_000; i++) {
            var next = free.next().orElseThrow();
            assertThat(taken.add(next)).isTrue();
            free.take(next);
        }
        assertThat(free.runs()).isLessThan(HOLES);
        taken.forEach(free::free);
        assertThat(free.runs()).isZero();
    }

    @Test
    void aSlashSixtyFourCostsNothingByItself() {
        var free = new FreeAddresses(Cidr.of("fd00::/64"), List.of());
        assertThat(free.runs()).isZero();

        for (int i = 0; i < 100_000; i++) {
            free.take(free.next().orElseThrow());
        }
        assertThat(free.runs()).isEqualTo(1);
    }

    @Test
    void poolsNodesAndExcludedAddressesCostTheirNumberNotTheirSize() {
        var only = new AddressRanges();
        only.add(AddressRange.parse("fd00::1:0..fd00::1:ffff").orElseThrow());
        only.add(AddressRange.parse("fd00::2:0..fd00::ffff:ffff").orElseThrow());
        var free = FreeAddresses.within(only, List.of(AddressRange.of(IpAddress.of("fd00::1:0"))));

        assertThat(free.runs()).isEqualTo(1);
        assertThat(free.next()).contains(IpAddress.of("fd00::1:1"));
    }
}
