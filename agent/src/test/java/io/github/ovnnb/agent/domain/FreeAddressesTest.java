package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FreeAddressesTest {
    @Test
    void givesTheLowestFirst() {
        assertThat(takeAll(new FreeAddresses(Cidr.of("10.0.0.0/29"), List.of()), 3))
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
    }

    @Test
    void usesAFreedAddressAgainLast() {
        var free = new FreeAddresses(Cidr.of("10.0.0.0/30"), List.of());

        takeAll(free, 1);
        free.free(IpAddress.of("10.0.0.1"));
        assertThat(takeAll(free, 1)).containsExactly("10.0.0.2");
        free.free(IpAddress.of("10.0.0.2"));
        assertThat(takeAll(free, 1)).containsExactly("10.0.0.1");
    }

    @Test
    void neverGivesReservedOnesByItself() {
        var reserved = List.of(
                AddressRange.parse("10.0.0.1").orElseThrow(),
                AddressRange.parse("10.0.0.3..10.0.0.5").orElseThrow(),
                AddressRange.parse("10.0.0.5..10.0.9.9").orElseThrow());

        assertThat(takeAll(new FreeAddresses(Cidr.of("10.0.0.0/29"), reserved), 9))
                .containsExactly("10.0.0.2");
    }

    @Test
    void keepsAReservedAddressReservedAfterItsHolderLetsGo() {
        var free = new FreeAddresses(Cidr.of("10.0.0.0/30"), List.of(AddressRange.of(IpAddress.of("10.0.0.2"))));

        free.take(IpAddress.of("10.0.0.2"));
        free.free(IpAddress.of("10.0.0.2"));

        assertThat(takeAll(free, 9)).containsExactly("10.0.0.1");
    }

    @Test
    void givesBothAddressesOfAPointToPointLink() {
        assertThat(takeAll(new FreeAddresses(Cidr.of("10.0.0.0/31"), List.of()), 9))
                .containsExactly("10.0.0.0", "10.0.0.1");
        assertThat(takeAll(new FreeAddresses(Cidr.of("fd00::/127"), List.of()), 9))
                .containsExactly("fd00::", "fd00::1");
    }

    @Test
    void reachesTheEndsOfTheAddressSpace() {
        assertThat(takeAll(new FreeAddresses(Cidr.of("255.255.255.252/30"), List.of()), 9))
                .containsExactly("255.255.255.253", "255.255.255.254");
        assertThat(takeAll(new FreeAddresses(Cidr.of("0.0.0.0/31"), List.of()), 9))
                .containsExactly("0.0.0.0", "0.0.0.1");
        assertThat(takeAll(new FreeAddresses(Cidr.of("255.255.255.254/31"), List.of()), 9))
                .containsExactly("255.255.255.254", "255.255.255.255");
    }

    /** Against the plainest of models: a set of all free addresses. */
    @Property
    void agreesWithASetOfAllFreeAddresses(
            @ForAll long seed,
            @ForAll @IntRange(min = 24, max = 31) int length,
            @ForAll @Size(max = 3) List<@IntRange(max = 255) Integer> gaps) {
        var cidr = new Cidr(IpAddress.of("10.0.0.0"), length);
        var reserved = gaps.stream()
                .map(gap -> AddressRange.of(IpAddress.ipv4(0x0a000000L + gap)))
                .toList();
        var free = new FreeAddresses(cidr, reserved);
        var model = hosts(cidr);
        reserved.forEach(range -> model.remove(range.first()));
        var held = new ArrayList<IpAddress>();
        var random = new Random(seed);

        for (int step = 0; step < 300; step++) {
            if (random.nextInt(3) > 0) {
                var next = free.next();
                assertThat(next.isPresent()).isEqualTo(!model.isEmpty());
                next.ifPresent(ip -> {
                    assertThat(model.remove(ip)).as("%s was free", ip).isTrue();
                    free.take(ip);
                    held.add(ip);
                });
            } else if (!held.isEmpty()) {
                var ip = held.remove(random.nextInt(held.size()));
                free.free(ip);
                model.add(ip);
            }
        }
    }

    private static Set<IpAddress> hosts(Cidr cidr) {
        var all = new TreeSet<IpAddress>();
        for (var ip = cidr.hosts().first(); cidr.hosts().contains(ip); ip = ip.next()) {
            all.add(ip);
        }
        return new HashSet<>(all);
    }

    private static List<String> takeAll(FreeAddresses free, int most) {
        var taken = new ArrayList<String>();
        for (var ip = free.next();
                ip.isPresent() && taken.size() < most;
                ip = taken.size() < most ? free.next() : Optional.empty()) {
            free.take(ip.get());
            taken.add(ip.get().toString());
        }
        return taken;
    }
}
