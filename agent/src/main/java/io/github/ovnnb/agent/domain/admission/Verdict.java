package io.github.ovnnb.agent.domain.admission;

import io.github.ovnnb.agent.domain.Obstacle;
import java.util.List;
import java.util.Optional;

/** @param refusal why it may not be; in the words of the Event that its Pods would get @param warnings what its user should know anyhow */
public record Verdict(Optional<Obstacle> refusal, List<String> warnings) {
    public static final Verdict FINE = new Verdict(Optional.empty(), List.of());

    public Verdict {
        warnings = List.copyOf(warnings);
    }
}
