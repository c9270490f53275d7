package io.github.ovnnb.it.harness;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waiting for a condition, with a sentence to show when it does not come. */
public final class Patience {

    private Patience() {}

    public static void until(String what, Duration atMost, BooleanSupplier condition, Supplier<String> explanation) {
        try {
            Awaitility.await(what)
                    .atMost(atMost)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition::getAsBoolean);
        } catch (ConditionTimeoutException timeout) {
            throw new IllegalStateException(
                    what + ": not within " + atMost.toSeconds() + " s.\n" + explanation.get(), timeout);
        }
    }
}
