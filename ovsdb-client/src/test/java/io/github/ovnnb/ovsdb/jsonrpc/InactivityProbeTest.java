package io.github.ovnnb.ovsdb.jsonrpc;

import static io.github.ovnnb.ovsdb.jsonrpc.InactivityProbe.Action.GIVE_UP;
import static io.github.ovnnb.ovsdb.jsonrpc.InactivityProbe.Action.SEND_ECHO;
import static io.github.ovnnb.ovsdb.jsonrpc.InactivityProbe.Action.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InactivityProbeTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final InactivityProbe probe = new InactivityProbe(Duration.ofSeconds(5), 0);

    @Test
    void asksForAnEchoAfterFiveSilentSecondsAndGivesUpAfterTen() {
        assertThat(probe.check(4 * SECOND)).isEqualTo(WAIT);
        assertThat(probe.check(5 * SECOND)).isEqualTo(SEND_ECHO);
        assertThat(probe.check(6 * SECOND)).isEqualTo(WAIT);
        assertThat(probe.untilNextCheck(6 * SECOND)).isEqualTo(Duration.ofSeconds(4));
        assertThat(probe.check(10 * SECOND)).isEqualTo(GIVE_UP);
    }

    @Test
    void anyByteIsLifeNotOnlyTheEcho() {
        assertThat(probe.check(5 * SECOND)).isEqualTo(SEND_ECHO);
        probe.received(9 * SECOND);

        assertThat(probe.check(10 * SECOND)).isEqualTo(WAIT);
        assertThat(probe.check(14 * SECOND)).isEqualTo(SEND_ECHO);
    }

    @Test
    void neverAsksWhenTurnedOff() {
        var off = new InactivityProbe(Duration.ZERO, 0);

        assertThat(off.isOn()).isFalse();
        assertThat(off.check(1000 * SECOND)).isEqualTo(WAIT);
    }
}
