package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.WakeKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final PortIdentity A = PortIdentity.of("shop", "a");
    private static final PortIdentity B = PortIdentity.of("shop", "b");
    private static final WakeKey SPACE = new WakeKey.Space("s1", "");
    private static final WakeKey TEN = new WakeKey.FreeIp("s1", IpAddress.of("10.0.0.10"));

    private final WaitingRoom room = new WaitingRoom();

    @Test
    void servesWhoeverCameFirst() {
        room.enter(A, Set.of(SPACE));
        room.enter(B, Set.of(SPACE));

        assertThat(room.first(SPACE)).contains(A);
        assertThat(room.behind(A, SPACE)).contains(B);
        assertThat(room.behind(B, SPACE)).isEmpty();
    }

    @Test
    void keepsThePlaceOfOneWhoWaitsForSomethingElseNow() {
        room.enter(A, Set.of(TEN));
        room.enter(B, Set.of(SPACE));
        room.enter(A, Set.of(SPACE));

        assertThat(room.first(SPACE)).contains(A);
        assertThat(room.first(TEN)).isEmpty();
        assertThat(room.keysOf(A)).containsExactly(SPACE);
    }

    @Test
    void forgetsWhoLeaves() {
        room.enter(A, Set.of(SPACE, TEN));
        room.leave(A);

        assertThat(room.first(SPACE)).isEmpty();
        assertThat(room.keysOf(A)).isEmpty();
        assertThat(room.size()).isZero();
    }
}
