package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a port whose row went away is taken to have, by those who want the same. */
class DoubtfulRowTest {
    private static final Placement PLACEMENT = new Placement(
            "s", Addresses.parse(Set.of("02:00:00:00:00:05 10.16.0.5")).orElseThrow());
    private static final HeldAddresses HELD = HeldAddresses.of(PLACEMENT.addresses());

    private final AddressBook book = new AddressBook();

    @BeforeEach
    void theRowWentAway() {
        book.rowIs("p.shop", List.of("s"), HELD);
        book.rowIsInDoubt("p.shop");
    }

    private boolean isUndecidedForOthers() {
        return book.isUndecided("other.shop", PLACEMENT);
    }

    @Test
    void isUndecidedUntilItsPodIsFoundAlive() {
        assertThat(isUndecidedForOthers()).isTrue();

        book.isFoundAlive("p.shop");

        assertThat(isUndecidedForOthers()).isFalse();
        assertThat(book.isUndisputed("other.shop", PLACEMENT)).isFalse();
    }

    @Test
    void staysDecidedWhenTheRowIsMissedOnceMore() {
        book.isFoundAlive("p.shop");
        book.rowIsInDoubt("p.shop");

        assertThat(isUndecidedForOthers()).isFalse();
    }

    @Test
    void isUndecidedAgainWhenTheRowCameBackAndWentAway() {
        book.isFoundAlive("p.shop");
        book.rowIs("p.shop", List.of("s"), HELD);
        book.rowIsInDoubt("p.shop");

        assertThat(isUndecidedForOthers()).isTrue();
    }

    @Test
    void thatItsPodLivesSaysNothingOfAPortThatHasNothing() {
        book.rowIsGone("p.shop");
        book.isFoundAlive("p.shop");
        book.reserve("p.shop", PLACEMENT);

        assertThat(isUndecidedForOthers()).as("a write that is under way").isTrue();
    }
}
