package io.github.ovnnb.agent.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * When a Pod on its way out should have been gone for long. {@code metadata.deletionTimestamp} is the end of its grace; once more the grace
 * after that kube-ovn gives the addresses away, containers or not. We do so only if no container is said to run any more.
 */
final class Termination {
    private Optional<Instant> graceEnds = Optional.empty();
    private long graceSeconds;
    private boolean running;

    void deletionTimestamp(String text) {
        try {
            graceEnds = Optional.of(Instant.parse(text));
        } catch (DateTimeParseException unknown) {
            graceEnds = Optional.empty();
        }
    }

    /**
     * {@code metadata.deletionGracePeriodSeconds}, which is 0 for a Pod deleted by force, or {@code spec.terminationGracePeriodSeconds}, which
     * the API server fills in; the larger counts.
     */
    void grace(long seconds) {
        graceSeconds = Math.max(graceSeconds, seconds);
    }

    void containerRuns() {
        running = true;
    }

    boolean isOverdue(Instant now) {
        return !running
                && graceEnds
                        .map(end -> end.plus(Duration.ofSeconds(graceSeconds)))
                        .filter(now::isAfter)
                        .isPresent();
    }

    boolean saysTheSameAs(Termination other) {
        return running == other.running && graceSeconds == other.graceSeconds && graceEnds.equals(other.graceEnds);
    }
}
