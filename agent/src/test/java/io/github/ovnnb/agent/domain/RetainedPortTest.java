package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a policy does to a member's port, from the facts to the plan. */
class RetainedPortTest {
    private static final String ADDRESSES = "02:00:00:00:00:05 10.16.0.5";
    private static final RetentionPolicy RETAIN_DELETED = new RetentionPolicy(Choice.RELEASE, Choice.RETAIN);
    private static final RetentionPolicy RETAIN_SCALED = new RetentionPolicy(Choice.RETAIN, Choice.RELEASE);

    @Test
    void theSetsOwnWordCountsMoreThanWhatTheRowRemembers() {
        var scene = new Scene()
                .set("web", 1, Map.of(RetentionPolicy.WHEN_SCALED, "Release"))
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_SCALED, Optional.empty()));

        assertThat(scene.look("web-1").plan()).isInstanceOf(Plan.Drop.class);
    }

    @Test
    void whatTheSetSaysIsWrittenOnTheRowOfAnAbsentMemberToo() {
        var scene = new Scene()
                .set("web", 2, Map.of(RetentionPolicy.WHEN_DELETED, "Retain"))
                .portOfMember("web", 1, ADDRESSES, ownership(1, RetentionPolicy.RELEASE, Optional.empty()));

        assertThat(unbound(scene, "web-1").policy()).isEqualTo(RETAIN_DELETED);
    }

    @Test
    void theRowAloneRemembersThePolicyOfAGoneSet() {
        var scene = new Scene()
                .setIsGone("web")
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_DELETED, Optional.empty()));

        assertThat(unbound(scene, "web-1").keptAfter()).contains(OwnerStanding.DELETED);
    }

    /** Among node agents a row may appear while we try for the same address; the epoch will refuse us, not the row. */
    @Test
    void whatIsRetainedDoesNotMoveForAWriteThatIsNotDecidedYet() {
        var scene = new Scene()
                .set("web", 1)
                .portOfMember("web", 0, false, ADDRESSES)
                .beingWritten("other", "10.16.0.5")
                .member("web", 0);

        assertThat(scene.look("web-0").plan())
                .isInstanceOfSatisfying(
                        Plan.NotYet.class,
                        notYet -> assertThat(notYet.wakesWhen())
                                .containsExactly(
                                        new WakeKey.PortName(scene.row("web-0").name())));
    }

    @Test
    void whatARowHasTakenMeanwhileIsGone() {
        var scene = new Scene()
                .set("web", 1)
                .portOfMember("web", 0, false, ADDRESSES)
                .foreignPort("router", "02:00:00:00:00:06 10.16.0.5")
                .beingWritten("other", "10.16.0.5")
                .member("web", 0);

        assertThat(scene.look("web-0").plan())
                .isInstanceOfSatisfying(
                        Plan.Bind.class,
                        bind -> assertThat(bind.placement().addresses().ips())
                                .doesNotContain(IpAddress.of("10.16.0.5")));
    }

    @Test
    void nothingIsWrittenTwice() {
        var scene = new Scene()
                .setIsGone("web")
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_DELETED, Optional.of(OwnerStanding.DELETED)));

        assertThat(scene.look("web-1").plan())
                .isInstanceOfSatisfying(
                        Plan.Keep.class, keep -> assertThat(keep.change()).isEmpty());
    }

    @Test
    void aMemberThatIsScaledUpAgainIsExpectedBack() {
        var scene = new Scene()
                .set("web", 2, Map.of(RetentionPolicy.WHEN_SCALED, "Retain"))
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_SCALED, Optional.of(OwnerStanding.SCALED_DOWN)));

        assertThat(unbound(scene, "web-1").keptAfter()).isEmpty();
    }

    @Test
    void theMemberOfALaterSetTakesOverWhatWasRetained() {
        var scene = new Scene()
                .laterSet("web", 2)
                .laterMember("web", 1)
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_DELETED, Optional.of(OwnerStanding.DELETED)));

        var bind = (Plan.Bind) scene.look("web-1").plan();
        assertThat(bind.placement().addresses()).hasToString(ADDRESSES);
        assertThat(((PortChange.Update) bind.change().orElseThrow()).spec().ownership())
                .isEqualTo(new PortOwnership(
                        new StatefulSetMember("web", Optional.of("web-later-uid"), 1), Optional.of("web-1-uid")));
    }

    @Test
    void theMemberOfALaterSetInheritsNothingThatWasToBeReleased() {
        var scene = new Scene()
                .laterSet("web", 2)
                .laterMember("web", 1)
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_SCALED, Optional.empty()));

        assertThat(scene.look("web-1").plan()).isInstanceOf(Plan.Drop.class);
    }

    @Test
    void aBarePodOfTheNameWaitsAndIsToldHowToGetThePort() {
        var scene = new Scene()
                .setIsGone("web")
                .pod("web-1")
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_DELETED, Optional.of(OwnerStanding.DELETED)));

        assertThat(scene.look("web-1").plan())
                .isInstanceOfSatisfying(
                        Plan.Wait.class,
                        wait -> assertThat(wait.obstacle().message())
                                .contains("kept for StatefulSet web", "ovn-nb-agent release default/web-1"));
    }

    @Test
    void whatIsRetainedGoesWithItsNamespace() {
        var scene = new Scene()
                .namespaceIsGone("web")
                .portOfMember("web", 1, ADDRESSES, ownership(1, RETAIN_DELETED, Optional.empty()));

        assertThat(scene.look("web-1").plan()).isInstanceOf(Plan.Drop.class);
    }

    private static PortOwnership ownership(int ordinal, RetentionPolicy policy, Optional<OwnerStanding> keptAfter) {
        return new PortOwnership(
                new StatefulSetMember("web", Optional.of("web-uid"), ordinal),
                Optional.empty(),
                false,
                policy,
                keptAfter);
    }

    private static PortOwnership unbound(Scene scene, String pod) {
        var keep = (Plan.Keep) scene.look(pod).plan();
        return ((PortChange.Unbind) keep.change().orElseThrow()).ownership();
    }

    /** It may run on for its period of grace, and what is written on it by its own node's agent may not be seen yet by who sweeps. */
    @Test
    void thePortOfAMemberThatIsOnItsWayOutWaitsUntilItIsGone() {
        var scene = new Scene()
                .set("web", 0)
                .portOfMember("web", 0, true, ADDRESSES)
                .member("web", 0)
                .leaving("web-0");

        assertThat(scene.look("web-0").plan())
                .isInstanceOfSatisfying(
                        Plan.Bind.class, bind -> assertThat(bind.patches()).isEmpty());
    }

    @Test
    void oneThatNeverGotAPortKeepsNoneFromGoing() {
        var scene = new Scene()
                .set("web", 0)
                .portOfMember("web", 0, false, ADDRESSES)
                .member("web", 0)
                .leaving("web-0");

        assertThat(scene.look("web-0").plan()).isInstanceOf(Plan.Drop.class);
    }
}
