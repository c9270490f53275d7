package io.github.ovnnb.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker of scripts/chaos can fail, by each of its rules; and it does not where nothing is wrong. */
class LedgerTest {
    private static final String A = "0a:00:00:00:00:01 10.60.0.5";
    private static final String B = "0a:00:00:00:00:02 10.60.0.6";
    private static final String WEB = "web-0.chaos";
    private static final Claim CLAIM = new Claim("set", WEB);

    private final Observed seen = new Observed();

    /** web-0 of a set, its row and its promise. */
    private void webHasItsPort() {
        seen.row("r1", WEB, A, "pod1", "set");
        seen.tell("pod1", WEB, "set", A);
        seen.show();
    }

    @Test
    void findsAnIpOnTwoRowsOfOneSwitch() {
        seen.row("r1", "a.chaos", A, "", "");
        seen.row("r2", "b.chaos", "0a:00:00:00:00:02 10.60.0.5", "", "");

        assertThat(seen.broken()).containsExactly(Rule.SHARED_ON_A_SWITCH);
        assertThat(seen.ledger().violations().get(0).what()).contains("10.60.0.5", "a.chaos", "b.chaos");
    }

    @Test
    void findsAMacOnTwoRowsWhateverItsSpelling() {
        seen.row("r1", "a.chaos", "0a:00:00:00:00:0F 10.60.0.5", "", "");
        seen.row("r2", "b.chaos", "0A:00:00:00:00:0f 10.60.0.6", "", "");

        assertThat(seen.broken()).containsExactly(Rule.SHARED_ON_A_SWITCH);
    }

    @Test
    void findsALivingPodThatIsToldAnotherAddress() {
        seen.tell("pod1", "a.chaos", "", A);
        seen.tell("pod1", "a.chaos", "", B);

        assertThat(seen.broken()).containsExactly(Rule.POD_WAS_TOLD_ANOTHER);
    }

    @Test
    void findsALivingPodWhoseAddressIsTakenFromItsAnnotations() {
        seen.tell("pod1", "a.chaos", "", A);
        seen.tell("pod1", "a.chaos", "", "");

        assertThat(seen.broken()).containsExactly(Rule.POD_WAS_TOLD_ANOTHER);
    }

    @Test
    void findsTwoLivingPodsThatWereToldOneAddress() {
        seen.tell("pod1", "a.chaos", "", A);
        seen.tell("pod2", "b.chaos", "", "0a:00:00:00:00:02 10.60.0.5");

        assertThat(seen.broken()).containsExactly(Rule.TWO_PODS_WERE_TOLD_ONE);
    }

    @Test
    void letsAnAddressBeGivenAgainWhenItsPodIsGone() {
        seen.tell("pod1", "a.chaos", "", A);
        seen.ledger().podGone("pod1");
        seen.tell("pod2", "b.chaos", "", A);

        assertThat(seen.broken()).isEmpty();
    }

    @Test
    void findsAMemberWhoseNextPodHasAnotherAddress() {
        webHasItsPort();
        seen.ledger().podGone("pod1");
        seen.tell("pod2", WEB, "set", B);

        assertThat(seen.broken()).containsExactly(Rule.MEMBER_MOVED);
    }

    @Test
    void findsAWantedMembersRowThatIsGoneWhileItHasNoPod() {
        webHasItsPort();
        seen.ledger().podGone("pod1");
        seen.noRow("r1");

        assertThat(seen.broken()).containsExactly(Rule.MEMBERS_ROW_LOST);
        assertThat(seen.ledger().violations().get(0).history()).isNotEmpty();
    }

    @Test
    void findsAWantedMembersRowThatWasMadeAnewWithTheSameAddress() {
        webHasItsPort();
        seen.ledger().podGone("pod1");
        seen.replaceRow("r1", "r2", WEB, A, "pod2", "set");

        assertThat(seen.broken()).containsExactly(Rule.MEMBERS_ROW_LOST);
    }

    @Test
    void findsAWantedMembersRowWithOtherAddresses() {
        webHasItsPort();
        seen.ledger().podGone("pod1");
        seen.row("r1", WEB, B, "", "set");

        assertThat(seen.broken()).containsExactly(Rule.MEMBERS_ROW_LOST);
    }

    @Test
    void allowsThatAMemberGivenUpLosesAllAndDrawsAgain() {
        webHasItsPort();
        seen.ledger().givingUp(CLAIM);
        seen.ledger().podGone("pod1");
        seen.noRow("r1");
        seen.ledger().wantedAgain(CLAIM, seen.version());
        seen.row("r2", WEB, B, "pod2", "set");
        seen.tell("pod2", WEB, "set", B);
        seen.show();
        assertThat(seen.broken()).isEmpty();

        seen.noRow("r2");
        assertThat(seen.broken()).containsExactly(Rule.MEMBERS_ROW_LOST);
    }

    @Test
    void promisesNothingToTheLastPodOfAnEarlierTime() {
        webHasItsPort();
        seen.ledger().givingUp(CLAIM);
        var late = seen.pod("pod1", WEB, "set", A);
        seen.ledger().wantedAgain(CLAIM, seen.version());
        seen.ledger().pod(late);
        seen.ledger().podGone("pod1");
        seen.noRow("r1");

        assertThat(seen.broken()).isEmpty();
    }

    @Test
    void findsAPodThatWasToldAnAddressThatNoRowHas() {
        seen.row("r1", "a.chaos", B, "pod1", "");
        seen.tell("pod1", "a.chaos", "", A);
        seen.pass(RowEvidence.ROW_APPEARS_WITHIN.plusSeconds(1));
        seen.show();

        assertThat(seen.broken()).containsExactly(Rule.TOLD_WITHOUT_ROW);
    }

    @Test
    void isSatisfiedWithARowThatWasThereBeforeThePodWasToldAndIsGoneByNow() {
        seen.row("r1", "a.chaos", A, "pod1", "");
        seen.noRow("r1");
        seen.tell("pod1", "a.chaos", "", A);
        seen.ledger().podGone("pod1");
        seen.pass(RowEvidence.ROW_APPEARS_WITHIN.plusSeconds(1));
        seen.show();

        assertThat(seen.broken()).isEmpty();
    }

    @Test
    void findsALivingPodWhoseRowIsGone() {
        seen.row("r1", "a.chaos", A, "pod1", "");
        seen.tell("pod1", "a.chaos", "", A);
        seen.show();
        seen.noRow("r1");
        assertThat(seen.broken()).isEmpty();

        seen.watchIsCurrent();
        assertThat(seen.broken()).containsExactly(Rule.LIVING_PODS_ROW_LOST);
    }

    @Test
    void waitsForTheWatchToTellThatThePodWasDeletedBefore() {
        seen.row("r1", "a.chaos", A, "pod1", "");
        seen.tell("pod1", "a.chaos", "", A);
        seen.show();
        seen.noRow("r1");
        seen.ledger().podGone("pod1");
        seen.watchIsCurrent();

        assertThat(seen.broken()).isEmpty();
    }

    @Test
    void letsAMemberOfTheClusterLagBehind() {
        seen.row("r0", WEB, A, "pod0", "earlier");
        seen.row("r0", WEB, A, "", "earlier");
        var old = seen.state();
        webHasItsPortOn("r1");

        seen.ledger().state("server 3", old);
        seen.show("server 3");

        assertThat(seen.broken()).isEmpty();
    }

    private void webHasItsPortOn(String row) {
        seen.replaceRow("r0", row, WEB, A, "pod1", "set");
        seen.tell("pod1", WEB, "set", A);
        seen.show();
    }

    @Test
    void allowsARestoreToBringOtherRowsForTheSamePromise() {
        webHasItsPort();
        seen.restore();
        seen.row("r9", WEB, A, "pod1", "set");
        assertThat(seen.broken()).isEmpty();

        seen.ledger().podGone("pod1");
        seen.noRow("r9");
        assertThat(seen.broken()).containsExactly(Rule.MEMBERS_ROW_LOST);
    }

    @Test
    void voidsThePromiseOfAMemberWithoutPodThatTheBackupLacks() {
        webHasItsPort();
        seen.ledger().podGone("pod1");
        seen.restore();
        seen.show();
        seen.row("r9", WEB, B, "pod2", "set");
        seen.tell("pod2", WEB, "set", B);

        assertThat(seen.broken()).isEmpty();
        assertThat(seen.ledger().tally().voided()).isEqualTo(1);
    }

    @Test
    void holdsALivingPodToItsAddressOverARestore() {
        webHasItsPort();
        seen.restore();
        seen.show();
        seen.tell("pod1", WEB, "set", B);

        assertThat(seen.broken()).contains(Rule.POD_WAS_TOLD_ANOTHER);
    }

    @Test
    void findsAnAddressThatIsGivenAwayAfterARestoreWhileItsPodLives() {
        seen.row("r1", "a.chaos", A, "pod1", "");
        seen.tell("pod1", "a.chaos", "", A);
        seen.restore();
        seen.show();
        seen.row("r2", "b.chaos", A, "pod2", "");
        seen.tell("pod2", "b.chaos", "", A);

        assertThat(seen.broken()).containsOnly(Rule.TWO_PODS_WERE_TOLD_ONE);
    }

    @Test
    void takesAListForOneMomentInWhichWhoIsMissingWasGoneBefore() {
        seen.tell("pod1", "a.chaos", "", A);
        seen.pass(Duration.ofSeconds(1));
        seen.ledger().pods(List.of(seen.pod("pod2", "b.chaos", "", A)));

        assertThat(seen.broken()).isEmpty();
        assertThat(seen.ledger().tally().assignments()).isEqualTo(2);
    }
}
