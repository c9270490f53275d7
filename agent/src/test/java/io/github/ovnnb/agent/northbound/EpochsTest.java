package io.github.ovnnb.agent.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.northbound.Epochs.Epoch;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochsTest {
    private static final UUID SWITCH = new UUID(1, 1);
    private final Epochs epochs = new Epochs();

    /** hear X: the switch's row is told with that epoch; own X: our transaction on top of the current one, beginning X, is committed. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            hear a                              | a
            hear a; hear b                      | b
            hear a; own b                       | b
            hear a; own b; hear b               | b
            hear a; own b; own c                | c
            hear a; own b; own c; hear b        | c
            hear a; own b; own c; hear c        | c
            hear a; own b; own c; hear x        | x
            hear a; own b; hear a               | b
            hear a; own b; hear x; own c        | c
            hear a; over                        | -
            hear a; over; hear b                | b
            hear a; own b; over                 | -
            hear a; own b; over; hear b         | -
            hear a; own b; over; hear b; hear x | x
            hear a; own b; over; hear x         | x
            hear a; own b; start over           | a
            hear a; over; start over            | a
            hear a; gone                        | -
            """)
    void relyOnTheLatestThatIsKnownToFollowWhatWasHeard(String story, String current) {
        Arrays.stream(story.split(";")).map(String::strip).forEach(this::happens);

        assertThat(epochs.current(SWITCH).flatMap(Epoch::value).orElse("-")).isEqualTo(current);
    }

    private void happens(String event) {
        var words = event.split(" ");
        switch (words[0]) {
            case "hear" -> epochs.heard(SWITCH, Map.of("vendor", "kube-ovn", Epochs.KEY, words[1]));
            case "own" -> epochs.replaced(SWITCH, epochs.current(SWITCH).orElseThrow(), words[1]);
            case "over" -> epochs.isOver(SWITCH, epochs.current(SWITCH).orElseThrow());
            case "gone" -> epochs.gone(SWITCH);
            default -> epochs.startOver();
        }
    }

    @Test
    void ourOwnCommitIsNoNewsIfSomethingLaterWasHeardBefore() {
        epochs.heard(SWITCH, Map.of(Epochs.KEY, "a"));
        var relied = epochs.current(SWITCH).orElseThrow();
        epochs.heard(SWITCH, Map.of(Epochs.KEY, "x"));
        epochs.replaced(SWITCH, relied, "b");

        assertThat(epochs.current(SWITCH).flatMap(Epoch::value)).contains("x");
    }

    @Test
    void aSwitchWithoutEpochIsRecognisedByAllItsKeys() {
        epochs.heard(SWITCH, Map.of("vendor", "kube-ovn"));
        var first = epochs.current(SWITCH).orElseThrow();
        assertThat(first.value()).isEmpty();

        epochs.isOver(SWITCH, first);
        assertThat(epochs.current(SWITCH)).isEqualTo(Optional.empty());
        epochs.heard(SWITCH, Map.of("vendor", "kube-ovn", "note", "new"));
        assertThat(epochs.current(SWITCH)).isPresent().get().isNotEqualTo(first);
    }
}
