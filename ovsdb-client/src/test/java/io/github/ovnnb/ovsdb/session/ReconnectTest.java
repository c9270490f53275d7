package io.github.ovnnb.ovsdb.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private static final Remote A = new Remote.Tcp("a", 1);
    private static final Remote B = new Remote.Tcp("b", 1);
    private static final Remote C = new Remote.Tcp("c", 1);
    private static final Duration NONE = Duration.ZERO;

    private long now;

    private static Reconnect to(String remotes) {
        return new Reconnect(Remotes.parse(remotes), Backoff.DEFAULT, PhaseDeadlines.DEFAULT);
    }

    private List<Duration> pausesOfFailingAttempts(Reconnect reconnect, int attempts) {
        var pauses = new ArrayList<Duration>();
        for (var i = 0; i < attempts; i++) {
            reconnect.begin(now);
            pauses.add(reconnect.lost(now));
        }
        return pauses;
    }

    @Test
    void pausesOneSecondAfterTheFirstFailureAndDoublesToEight() {
        assertThat(pausesOfFailingAttempts(to("tcp:a:1"), 6))
                .containsExactly(seconds(1), seconds(2), seconds(4), seconds(8), seconds(8), seconds(8));
    }

    @Test
    void triesEveryMemberOfAClusterBeforeItPauses() {
        assertThat(pausesOfFailingAttempts(to("tcp:a:1,tcp:b:1,tcp:c:1"), 7))
                .containsExactly(NONE, NONE, seconds(1), NONE, NONE, seconds(2), NONE);
    }

    @Test
    void waitsForAServerToComeForAsLongAsItTakes() {
        var reconnect = to("ptcp:6641");
        reconnect.begin(now);
        assertThat(reconnect.deadline()).isEmpty();

        reconnect.enter(Phase.SCHEMA, now);
        assertThat(reconnect.deadline()).isPresent();
    }

    @Test
    void goesRoundTheMembersAndCountsTheAttempts() {
        var reconnect = to("tcp:a:1,tcp:b:1,tcp:c:1");
        var attempts = new ArrayList<Reconnect.Attempt>();
        for (var i = 0; i < 4; i++) {
            attempts.add(reconnect.begin(now));
            reconnect.lost(now);
        }

        assertThat(attempts)
                .containsExactly(
                        new Reconnect.Attempt(A, 1),
                        new Reconnect.Attempt(B, 2),
                        new Reconnect.Attempt(C, 3),
                        new Reconnect.Attempt(A, 4));
    }

    @Test
    void forgivesEverythingAfterAConnectionThatStayedSynced() {
        var reconnect = to("tcp:a:1");
        pausesOfFailingAttempts(reconnect, 5);
        reconnect.begin(now);
        reconnect.enter(Phase.SYNCED, now);
        now += seconds(60).toNanos();

        assertThat(reconnect.lost(now)).isEqualTo(NONE);
        assertThat(reconnect.begin(now).number()).isEqualTo(1);
        assertThat(reconnect.lost(now)).isEqualTo(seconds(1));
    }

    @Test
    void doesNotHammerAServerThatDropsEveryConnectionSoonAfterItIsSynced() {
        var reconnect = to("tcp:a:1");
        var pauses = new ArrayList<Duration>();
        for (var i = 0; i < 4; i++) {
            reconnect.begin(now);
            reconnect.enter(Phase.SYNCED, now);
            now += Duration.ofMillis(900).toNanos();
            pauses.add(reconnect.lost(now));
        }

        assertThat(pauses).containsExactly(seconds(1), seconds(2), seconds(4), seconds(8));
    }

    @Test
    void everyPhaseHasADeadlineOfItsOwn() {
        var reconnect = new Reconnect(
                Remotes.parse("ssl:a:1"),
                Backoff.DEFAULT,
                new PhaseDeadlines(seconds(1), seconds(2), seconds(3), seconds(4)));
        assertThat(reconnect.deadline()).isEmpty();

        reconnect.begin(now);
        assertThat(reconnect.deadline()).hasValue(seconds(1).toNanos());
        assertThat(reconnect.overdue()).isEqualTo("no connection within 1 s");

        reconnect.enter(Phase.SECURING, now);
        assertThat(reconnect.deadline()).hasValue(seconds(2).toNanos());
        assertThat(reconnect.overdue()).isEqualTo("no TLS handshake within 2 s");

        reconnect.enter(Phase.SCHEMA, now);
        assertThat(reconnect.deadline()).hasValue(seconds(3).toNanos());

        reconnect.enter(Phase.DUMP, now);
        assertThat(reconnect.deadline()).hasValue(seconds(4).toNanos());

        reconnect.enter(Phase.SYNCED, now);
        assertThat(reconnect.deadline()).isEmpty();
    }

    @Test
    void aDumpMayTakeAsLongAsItLikesWhileBytesCome() {
        var reconnect = to("tcp:a:1");
        reconnect.begin(now);
        reconnect.enter(Phase.DUMP, now);
        for (var i = 0; i < 100; i++) {
            now += seconds(50).toNanos();
            assertThat(reconnect.deadline().orElseThrow()).isGreaterThan(now);
            reconnect.progress(now);
        }
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
