package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.Gone;
import io.github.ovnnb.agent.domain.OwnerFacts.NotSeen;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.PortFate.Release;
import io.github.ovnnb.agent.domain.PortFate.Retain;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionRuleTest {
    private static final StatefulSetMember DB_2 = new StatefulSetMember("db", Optional.of("uid-1"), 2);

    @Test
    void keepsThePortOfAMemberThatTheSetStillWants() {
        assertThat(fate(DB_2, new StatefulSetFacts("uid-1", false, 0, 3))).isInstanceOf(Retain.class);
    }

    @Test
    void releasesThePortOfAMemberAboveTheReplicas() {
        assertThat(fate(DB_2, new StatefulSetFacts("uid-1", false, 0, 2)))
                .isEqualTo(new Release("the StatefulSet was scaled below this member"));
    }

    @Test
    void countsFromTheStartOrdinal() {
        assertThat(fate(DB_2, new StatefulSetFacts("uid-1", false, 2, 1))).isInstanceOf(Retain.class);
        assertThat(fate(DB_2, new StatefulSetFacts("uid-1", false, 3, 5))).isInstanceOf(Release.class);
    }

    @Test
    void doesNotOverflowOnTheLargestSet() {
        assertThat(fate(DB_2, new StatefulSetFacts("uid-1", false, 1, Integer.MAX_VALUE)))
                .isInstanceOf(Retain.class);
    }

    @Test
    void releasesWhenTheSetIsBeingDeletedOrGone() {
        assertThat(fate(DB_2, new StatefulSetFacts("uid-1", true, 0, 3))).isInstanceOf(Release.class);
        assertThat(fate(DB_2, new Gone())).isEqualTo(new Release("the StatefulSet is gone"));
    }

    @Test
    void releasesWhenAnotherSetHasTheNameNow() {
        assertThat(fate(DB_2, new StatefulSetFacts("uid-2", false, 0, 3)))
                .isEqualTo(new Release("the StatefulSet was re-created under the same name"));
    }

    @Test
    void takesARowWithoutTheOwnersUidAsThePresentOwners() {
        var fromKubeOvn = new StatefulSetMember("db", Optional.empty(), 2);

        assertThat(fate(fromKubeOvn, new StatefulSetFacts("uid-2", false, 0, 3)))
                .isInstanceOf(Retain.class);
    }

    @Test
    void keepsWhenInDoubt() {
        assertThat(fate(DB_2, new NotSeen())).isInstanceOf(Retain.class);
        assertThat(fate(new Standalone(), new NotSeen())).isInstanceOf(Retain.class);
    }

    @Test
    void releasesThePortOfAPodWithoutSuccessor() {
        assertThat(fate(new Standalone(), new Gone())).isEqualTo(new Release("the Pod has no successor"));
    }

    @Test
    void releasesOnRequestWhateverTheOwnerWants() {
        var requested = new PortOwnership(DB_2, Optional.empty(), true);

        for (var standing : OwnerStanding.values()) {
            assertThat(RetentionRule.fateOf(requested, standing)).isEqualTo(new Release("its release was requested"));
        }
    }

    /** Who has said Retain of what, and what becomes of a member's port. */
    @ParameterizedTest
    @CsvSource({
        "Release, Release, EXPECTS_IT_BACK,   stays",
        "Release, Retain,  SCALED_DOWN,       goes",
        "Retain,  Release, SCALED_DOWN,       stays",
        "Release, Retain,  DETACHED,          goes",
        "Retain,  Release, DETACHED,          stays",
        "Retain,  Release, DELETED,           goes",
        "Release, Retain,  DELETED,           stays",
        "Retain,  Release, REPLACED,          goes",
        "Release, Retain,  REPLACED,          stays",
        "Retain,  Retain,  NAMESPACE_DELETED, goes",
        "Release, Release, UNKNOWN,           stays",
    })
    void obeysTheOwnersPolicy(String whenScaled, String whenDeleted, OwnerStanding owner, String fate) {
        var policy = new RetentionPolicy(
                Choice.parse(whenScaled).orElseThrow(),
                Choice.parse(whenDeleted).orElseThrow());

        assertThat(RetentionRule.fateOf(DB_2, owner, policy))
                .isInstanceOf(fate.equals("stays") ? Retain.class : Release.class);
    }

    @Test
    void saysWhichPolicyKeepsIt() {
        var policy = new RetentionPolicy(Choice.RELEASE, Choice.RETAIN);

        assertThat(RetentionRule.fateOf(DB_2, OwnerStanding.DELETED, policy))
                .isEqualTo(new Retain("the StatefulSet is gone, and its policy whenDeleted is Retain"));
    }

    @Test
    void aPolicyKeepsNoPortThatHasNoSuccessor() {
        var policy = new RetentionPolicy(Choice.RETAIN, Choice.RETAIN);

        assertThat(RetentionRule.fateOf(new Standalone(), OwnerStanding.DELETED, policy))
                .isInstanceOf(Release.class);
    }

    private static PortFate fate(Workload workload, OwnerFacts owner) {
        return RetentionRule.fateOf(workload, OwnerStanding.of(workload, owner), RetentionPolicy.RELEASE);
    }
}
