package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a subnet costs depends on what is taken of it, not on its size; times are measured by {@code scripts/bench domain}. */
class FragmentedSubnetTest {
    private static final int HOLES = 500_000;
    private static final int PAGE = 1024;
    private static final int PAGES_OF_A_SLASH_EIGHT = (1 << 24) / PAGE;

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
        assertThat(free.pages()).isLessThanOrEqualTo(PAGES_OF_A_SLASH_EIGHT);

        for (int i = 0; i < 100_000; i++) {
            var next = free.next().orElseThrow();
            assertThat(taken.add(next)).isTrue();
            free.take(next);
        }
        taken.forEach(free::free);
        assertThat(free.pages()).isZero();
    }

    @Test
    void aSlashSixtyFourCostsNothingByItself() {
        var free = new FreeAddresses(Cidr.of("fd00::/64"), List.of());
        assertThat(free.pages()).isZero();

        for (int i = 0; i < 100_000; i++) {
            free.take(free.next().orElseThrow());
        }
        // The last page, and those full ones that are known as one run, with a bit for each address of what is taken.
        assertThat(free.pages()).isLessThanOrEqualTo(100_000 / PAGE + 2);
    }

    @Test
    void poolsNodesAndExcludedAddressesCostTheirNumberNotTheirSize() {
        var only = new AddressRanges();
        only.add(AddressRange.parse("fd00::1:0..fd00::1:ffff").orElseThrow());
        only.add(AddressRange.parse("fd00::2:0..fd00::ffff:ffff").orElseThrow());
        var free = FreeAddresses.within(only, List.of(AddressRange.of(IpAddress.of("fd00::1:0"))));

        assertThat(free.pages()).isLessThan(10);
        assertThat(free.next()).contains(IpAddress.of("fd00::1:1"));
    }
}
