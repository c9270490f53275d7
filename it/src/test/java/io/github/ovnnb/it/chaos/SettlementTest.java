package io.github.ovnnb.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.chaos.Settlement.Problem;
import io.github.ovnnb.it.chaos.Settlement.Rest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must be right in the end. */
class SettlementTest {
    private static final String A = "0a:00:00:00:00:01 10.60.0.5";
    private static final String B = "0a:00:00:00:00:02 10.60.0.6";
    private static final Claim CLAIM = new Claim("set", "web-0.chaos");
    private static final Map<Claim, Assignment> PROMISE = Map.of(CLAIM, Assignment.of(Observed.SWITCH, A));

    private final Observed seen = new Observed();

    private List<String> problems(List<PodSighting> pods, Set<Claim> wanted, Map<Claim, Assignment> promised) {
        return Settlement.problems(new Rest(pods, seen.state(), wanted, promised, Map.of("pod1", "it is full")))
                .stream()
                .map(Problem::what)
                .toList();
    }

    @Test
    void findsNothingWhereEverybodyHasWhatItWasTold() {
        seen.row("r1", "web-0.chaos", A, "pod1", "set");
        seen.row("r2", "web-1.chaos", B, "", "set");

        assertThat(problems(
                        List.of(seen.pod("pod1", "web-0.chaos", "set", A)),
                        Set.of(CLAIM, new Claim("set", "web-1.chaos")),
                        PROMISE))
                .isEmpty();
    }

    @Test
    void findsAPodThatWasNeverServed() {
        assertThat(problems(List.of(seen.pod("pod1", "a.chaos", "", "")), Set.of(), Map.of()))
                .singleElement()
                .asString()
                .startsWith("not served");
    }

    @Test
    void waitsForThePodsOfADeletedSetToBeServedOrCollected() {
        assertThat(problems(List.of(seen.pod("pod1", "web-0.chaos", "deleted", "")), Set.of(), Map.of()))
                .singleElement()
                .asString()
                .startsWith("not served: Pod web-0.chaos")
                .endsWith("of owner deleted, not wanted; its user was told: it is full");
    }

    @Test
    void findsAPodThatWasToldOtherThanItsRowSays() {
        seen.row("r1", "a.chaos", B, "pod1", "");

        assertThat(problems(List.of(seen.pod("pod1", "a.chaos", "", A)), Set.of(), Map.of()))
                .singleElement()
                .asString()
                .contains("disagrees");
    }

    @Test
    void findsAPodWithoutRow() {
        assertThat(problems(List.of(seen.pod("pod1", "a.chaos", "", A)), Set.of(), Map.of()))
                .singleElement()
                .asString()
                .contains("no row");
    }

    @Test
    void findsARowThatNobodyUsesAndNobodyWants() {
        seen.row("r1", "web-0.chaos", A, "", "set");

        assertThat(problems(List.of(), Set.of(), Map.of()))
                .singleElement()
                .asString()
                .startsWith("left over");
    }

    @Test
    void findsTheRowOfASetThatWasMadeAnew() {
        seen.row("r1", "web-0.chaos", A, "", "set");

        assertThat(problems(List.of(), Set.of(new Claim("another", "web-0.chaos")), Map.of()))
                .hasSize(1);
    }

    @Test
    void findsAPromiseWithoutRow() {
        assertThat(problems(List.of(), Set.of(CLAIM), PROMISE))
                .singleElement()
                .asString()
                .contains("promised", "no row");
    }
}
