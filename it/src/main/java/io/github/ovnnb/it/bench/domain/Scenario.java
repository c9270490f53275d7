package io.github.ovnnb.it.bench.domain;

import io.github.ovnnb.agent.domain.Cidr;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** How large a subnet is, and what of it is taken before the measurement begins: the same addresses in every run. */
public enum Scenario {
    NET16_EMPTY("10.0.0.0/16", 0, false),
    NET16_HALF_SEQUENTIAL("10.0.0.0/16", 32_767, false),
    NET16_HALF_FRAGMENTED("10.0.0.0/16", 32_767, true),
    NET16_99_SEQUENTIAL("10.0.0.0/16", 64_878, false),
    NET16_99_FRAGMENTED("10.0.0.0/16", 64_878, true),
    NET8_EMPTY("10.0.0.0/8", 0, false),
    NET8_HALF_SEQUENTIAL("10.0.0.0/8", 8_388_607, false),
    NET8_HALF_FRAGMENTED("10.0.0.0/8", 8_388_607, true),
    NET8_99_SEQUENTIAL("10.0.0.0/8", 16_609_442, false),
    NET8_99_FRAGMENTED("10.0.0.0/8", 16_609_442, true),
    NET8_HALF_MILLION_TAKEN("10.0.0.0/8", 500_000, true),
    NET8_HALF_MILLION_HOLES("10.0.0.0/8", 16_277_214, true),
    NET64_EMPTY("fd00::/64", 0, false),
    NET64_MILLION_SEQUENTIAL("fd00::/64", 1_000_000, false),
    NET64_MILLION_FRAGMENTED("fd00::/64", 1_000_000, true);

    private static final long SEED = 7;

    private final String cidr;
    private final long taken;
    private final boolean fragmented;

    Scenario(String cidr, long taken, boolean fragmented) {
        this.cidr = cidr;
        this.taken = taken;
        this.fragmented = fragmented;
    }

    Cidr cidr() {
        return Cidr.of(cidr);
    }

    long taken() {
        return taken;
    }

    /** As figures are called: {@code net8_half_million_holes}. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many addresses lie between the network and the broadcast address. IPv4 only. */
    int hosts() {
        return (1 << (32 - cidr().prefixLength())) - 2;
    }

    /** Names every taken address by its distance from the network address, each once. */
    void forEachTaken(LongConsumer offset) {
        var random = new SplittableRandom(SEED);
        if (!fragmented) {
            for (long i = 1; i <= taken; i++) {
                offset.accept(i);
            }
        } else if (cidr.contains(":")) {
            // Two of a million in 2^64 don't meet.
            for (long i = 0; i < taken; i++) {
                offset.accept(random.nextLong(1, Long.MAX_VALUE));
            }
        } else {
            sample(random, offset);
        }
    }

    /** Each subset of that size is as likely as any other (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S). */
    private void sample(SplittableRandom random, LongConsumer offset) {
        long wanted = taken;
        for (int i = 1; wanted > 0; i++) {
            if (random.nextLong(hosts() - i + 1L) < wanted) {
                offset.accept(i);
                wanted--;
            }
        }
    }
}
