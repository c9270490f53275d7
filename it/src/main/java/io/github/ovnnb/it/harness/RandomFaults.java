package io.github.ovnnb.it.harness;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Faults by chance, replayable: what happens to a message depends on nothing but the seed, the number of its connection,
 * its direction and its number there.
 */
public final class RandomFaults implements FaultPlan {

    /** So that a client can come into step at all before the next cut. */
    private static final int QUIET_MESSAGES = 8;

    private static final int LARGE = 4096;

    private final long seed;
    private final double cutsPerMessage;
    private final double disturbancesPerMessage;

    /**
     * Mischief from a seed.
     *
     * @param cutsPerMessage         how likely a message is the last of its connection, from 0 to 1
     * @param disturbancesPerMessage how likely it is delayed or split, from 0 to 1
     */
    public RandomFaults(long seed, double cutsPerMessage, double disturbancesPerMessage) {
        this.seed = seed;
        this.cutsPerMessage = cutsPerMessage;
        this.disturbancesPerMessage = disturbancesPerMessage;
    }

    @Override
    public Fault decide(Passage passage) {
        var random = randomFor(passage);
        var draw = random.nextDouble();
        if (draw < cutsPerMessage && passage.number() > QUIET_MESSAGES) {
            return cut(random, passage.length());
        }
        return draw > 1 - disturbancesPerMessage ? disturbance(random, passage.length()) : Fault.pass();
    }

    private static Fault cut(SplittableRandom random, int length) {
        return switch (random.nextInt(3)) {
            case 0 -> new Fault.CutBefore();
            case 1 -> new Fault.CutAfter();
            default -> new Fault.CutWithin(random.nextInt(1, length));
        };
    }

    private static Fault disturbance(SplittableRandom random, int length) {
        if (random.nextInt(4) == 0) {
            return new Fault.Delay(Duration.ofMillis(random.nextInt(1, 20)));
        }
        // A packet for every byte of a dump would take minutes.
        return new Fault.Split(length < LARGE ? random.nextInt(1, 40) : LARGE);
    }

    private SplittableRandom randomFor(Passage passage) {
        var mixed = seed;
        mixed = mixed * 0x9E3779B97F4A7C15L + passage.connection();
        mixed = mixed * 0x9E3779B97F4A7C15L + (passage.direction() == Passage.Direction.TO_SERVER ? 1 : 2);
        mixed = mixed * 0x9E3779B97F4A7C15L + passage.number();
        // The generator mixes a neighbour's seed well only after a split.
        return new SplittableRandom(mixed).split();
    }
}
