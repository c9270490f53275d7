package io.github.ovnnb.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.chaos.FaultScript.Round;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScriptTest {

    private static List<Round> rounds(long seed, int number) {
        return rounds(Mode.central, seed, number);
    }

    private static List<Round> rounds(Mode mode, long seed, int number) {
        return Stream.generate(new FaultScript(mode, seed)::next).limit(number).toList();
    }

    private static Set<Fault.Kind> kinds(List<Round> rounds) {
        return rounds.stream()
                .flatMap(round -> round.faults().stream())
                .map(Fault::kind)
                .collect(Collectors.toSet());
    }

    @Test
    void oneSeedIsOneScript() {
        assertThat(rounds(5, 100)).isEqualTo(rounds(5, 100)).isNotEqualTo(rounds(6, 100));
    }

    @Test
    void everyKindOfFaultComesInAFewMinutes() {
        assertThat(kinds(rounds(Mode.node, 1, 60))).containsExactlyInAnyOrder(Fault.Kind.values());
    }

    @Test
    void nodesVanishOnlyWhereEachHasAnAgent() {
        var all = EnumSet.allOf(Fault.Kind.class);
        all.remove(Fault.Kind.NODE_VANISHED);

        assertThat(kinds(rounds(Mode.central, 1, 200))).isEqualTo(all);
    }

    @Test
    void twoFaultsAtOnceStrikeAtDifferentThingsAndARestoreComesAlone() {
        var pairs = rounds(2, 500).stream()
                .filter(round -> round.faults().size() == 2)
                .toList();

        assertThat(pairs)
                .isNotEmpty()
                .allSatisfy(round -> assertThat(round.faults())
                        .doesNotHaveDuplicates()
                        .noneMatch(fault -> fault.kind() == Fault.Kind.DATABASE_RESTORED)
                        .extracting(fault -> fault.kind().area)
                        .doesNotHaveDuplicates());
    }

    @Test
    void noNodeVanishesWhileThereIsNoApiServerToBeToldSo() {
        assertThat(rounds(Mode.node, 3, 2_000)).noneMatch(round -> {
            var kinds = kinds(List.of(round));
            return kinds.contains(Fault.Kind.NODE_VANISHED)
                    && (kinds.contains(Fault.Kind.API_SERVER_KILLED) || kinds.contains(Fault.Kind.API_SERVER_FROZEN));
        });
    }

    @Test
    void noMemberIsStruckByItsRankWhenNoneLeads() {
        assertThat(rounds(Mode.central, 3, 2_000)).noneMatch(round -> {
            var first = round.faults().get(0).kind();
            return first == Fault.Kind.QUORUM_LOST && kinds(List.of(round)).contains(Fault.Kind.MEMBER_UNREACHABLE);
        });
    }
}
