package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of the ports that a living or gone owner no longer counts on, as {@code persistentVolumeClaimRetentionPolicy} (apps/v1) says it
 * of volumes.
 *
 * @param whenScaled for a member that was scaled away
 * @param whenDeleted for all members of an owner that was deleted
 */
public record RetentionPolicy(Choice whenScaled, Choice whenDeleted) {
    /** On the owner's own metadata; {@code Retain} or {@code Release}. */
    public static final String WHEN_SCALED = "ovnnb.io/when-scaled";

    public static final String WHEN_DELETED = "ovnnb.io/when-deleted";

    /** As kube-ovn has it. */
    public static final RetentionPolicy RELEASE = new RetentionPolicy(Choice.RELEASE, Choice.RELEASE);

    /** Prints as users write it. */
    public enum Choice {
        RETAIN("Retain"),
        RELEASE("Release");

        private final String word;

        Choice(String word) {
            this.word = word;
        }

        /** Empty for any other word; letters count, as in Kubernetes. */
        public static Optional<Choice> parse(String text) {
            return Stream.of(values())
                    .filter(choice -> choice.word.equals(text.strip()))
                    .findFirst();
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** @param faults each names an annotation, its value and what would be right; what it should have said counts as Retain meanwhile */
    public record Stated(RetentionPolicy policy, List<String> faults) {
        public Stated {
            faults = List.copyOf(faults);
        }
    }

    /** @param defaults where the annotations say nothing */
    public static Stated read(Map<String, String> annotations, RetentionPolicy defaults) {
        var faults = new ArrayList<String>();
        var policy = new RetentionPolicy(
                choice(annotations, WHEN_SCALED, defaults.whenScaled(), faults),
                choice(annotations, WHEN_DELETED, defaults.whenDeleted(), faults));
        return new Stated(policy, faults);
    }

    private static Choice choice(Map<String, String> annotations, String key, Choice unsaid, List<String> faults) {
        var said = annotations.get(key);
        if (said == null) {
            return unsaid;
        }
        var choice = Choice.parse(said);
        if (choice.isEmpty()) {
            faults.add("annotation " + key + ": \"" + said
                    + "\" is neither Retain nor Release; ports are retained until it is corrected");
        }
        // Releasing is irreversible, waiting is not.
        return choice.orElse(Choice.RETAIN);
    }
}
