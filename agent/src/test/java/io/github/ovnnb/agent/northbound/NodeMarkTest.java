package io.github.ovnnb.agent.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NodeMarkTest {
    private static final TransactionOutcome FULL_DISK = new Refused(2, OvsdbError.of("I/O error", "disk full"));
    private static final TransactionOutcome SOMETHING_ELSE_STANDS_THERE =
            new Refused(1, OvsdbError.of("timed out", "\"wait\" timed out"));

    private final NodeMark mark = new NodeMark();

    @Test
    void aFullDiskIsNotTakenForACentralAgent() {
        raisedWith(FULL_DISK);

        assertThat(mark.isUp()).isFalse();
        assertThat(mark.wantsAnotherTry()).as("at once").isFalse();
        assertThat(mark.refusal()).isEmpty();
    }

    @Test
    void norIsOneInTheSecondTry() {
        raisedWith(SOMETHING_ELSE_STANDS_THERE);
        assertThat(mark.wantsAnotherTry()).as("the row may be missing").isTrue();
        raisedWith(FULL_DISK);

        assertThat(mark.wantsAnotherTry()).isFalse();
        assertThat(mark.refusal()).isEmpty();
    }

    private void raisedWith(TransactionOutcome outcome) {
        mark.raised(new UUID(1, 2), outcome);
    }
}
