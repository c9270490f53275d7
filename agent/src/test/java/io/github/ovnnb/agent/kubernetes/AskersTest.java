package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.reconcile.OwnerKey;
import org.junit.jupiter.api.Test;

class AskersTest {
    private static final OwnerKey GONE = new OwnerKey("Squad.example.com", "shop", "gone");
    private static final OwnerKey THERE = new OwnerKey("Squad.example.com", "shop", "there");

    private final Askers askers = new Askers(2);

    @Test
    void forgetsWhoWasNotAskedForAgain() {
        askers.add(GONE);
        for (int searches = 0; searches < 3; searches++) {
            askers.add(THERE);
            askers.searchedInVain();
        }

        assertThat(askers.takeAll()).containsExactly(THERE);
    }

    @Test
    void remembersEverybodyForAWhileAndTellsOnce() {
        askers.add(GONE);
        askers.searchedInVain();
        askers.searchedInVain();
        askers.add(THERE);

        assertThat(askers.takeAll()).containsExactlyInAnyOrder(GONE, THERE);
        assertThat(askers.takeAll()).isEmpty();
    }
}
