package io.github.ovnnb.ovsdb.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransactionQueueTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final TransactionQueue queue = new TransactionQueue(loop, new Window(2, 100), WhileDisconnected.WAIT);
    private final List<String> endings = new ArrayList<>();
    private final FakeLine line = new FakeLine();

    @Test
    void waitsForAConnectionAndThenSendsInOrder() {
        submit(1, 10);
        submit(2, 10);
        assertThat(line.written).isEmpty();

        queue.open(line);

        assertThat(line.written).containsExactly(1L, 2L);
    }

    @Test
    void keepsNoMoreOnTheWireThanTheWindowAllows() {
        queue.open(line);
        submit(1, 10);
        submit(2, 10);
        submit(3, 10);
        assertThat(line.written).containsExactly(1L, 2L);

        queue.answered(1, committed());

        assertThat(line.written).containsExactly(1L, 2L, 3L);
    }

    @Test
    void sendsATransactionLargerThanTheWindowAlone() {
        queue.open(line);
        submit(1, 10);
        submit(2, 500);
        assertThat(line.written).containsExactly(1L);

        queue.answered(1, committed());
        queue.pump();

        assertThat(line.written).containsExactly(1L, 2L);
    }

    @Test
    void stopsWhileTheSocketIsFull() {
        line.writable = false;
        queue.open(line);
        submit(1, 10);
        assertThat(line.written).isEmpty();

        line.writable = true;
        queue.pump();

        assertThat(line.written).containsExactly(1L);
    }

    @Test
    void whatWaitsPastItsDeadlineWasNotSent() {
        submit(1, 10);

        loop.advance(Duration.ofSeconds(10));

        assertThat(endings).containsExactly("1 not sent: not connected yet");
    }

    @Test
    void whatWaitsForTheWindowPastItsDeadlineWasNotSent() {
        queue.open(line);
        submit(1, 10);
        submit(2, 10);
        loop.advance(Duration.ofSeconds(1));
        submit(3, 10);
        queue.answered(1, committed());
        submit(4, 10, Duration.ofSeconds(2));
        loop.advance(Duration.ofSeconds(3));

        assertThat(endings).containsExactly("1 committed", "4 not sent: too many transactions were before it");
    }

    @Test
    void whatWasWrittenAndNotAnsweredIsUnknownAndTheConnectionIsGivenUp() {
        queue.open(line);
        submit(1, 10);

        loop.advance(Duration.ofSeconds(10));

        assertThat(endings).containsExactly("1 unknown: no answer within 10000 ms");
        assertThat(line.givenUp).contains("a transaction was not answered within 10000 ms");
    }

    @Test
    void aLateAnswerIsNobodys() {
        queue.open(line);
        submit(1, 10);
        loop.advance(Duration.ofSeconds(10));

        queue.answered(1, committed());

        assertThat(endings).hasSize(1);
    }

    @Test
    void aLostConnectionLeavesTheWrittenUnknownAndTheWaitingWaiting() {
        queue.open(line);
        submit(1, 10);
        submit(2, 10);
        submit(3, 10);

        queue.lost("closed by the server");
        assertThat(endings)
                .containsExactly(
                        "1 unknown: the connection was lost before the answer: closed by the server",
                        "2 unknown: the connection was lost before the answer: closed by the server");

        queue.open(line);
        assertThat(line.written).containsExactly(1L, 2L, 3L);
    }

    @Test
    void closingTellsEverybody() {
        queue.open(line);
        submit(1, 10);
        submit(2, 10);
        submit(3, 10);

        queue.close("the client was closed");

        assertThat(endings).hasSize(3);
        assertThat(endings.get(2)).isEqualTo("3 not sent: the client was closed");
        loop.advance(Duration.ofSeconds(60));
        assertThat(endings).hasSize(3);
    }

    @Test
    void namesTheOperationThatWasRefused() {
        queue.open(line);
        submit(1, 10);

        queue.answered(
                1,
                new TransactionReply(
                        List.of(new OperationResult.Count(1), new OperationResult.Failed(OvsdbError.of("timed out"))),
                        Optional.empty()));

        assertThat(endings).containsExactly("1 refused at 1: timed out");
    }

    @Test
    void anErrorOfTheCommitBelongsBehindTheLastOperation() {
        queue.open(line);
        submit(1, 10);

        queue.answered(
                1,
                new TransactionReply(
                        List.of(new OperationResult.Count(1), new OperationResult.Count(1)),
                        Optional.of(OvsdbError.of("constraint violation"))));

        assertThat(endings).containsExactly("1 refused at 2: constraint violation");
    }

    @Test
    void aRequestRefusedAsAWholeIsNoOperationsFault() {
        queue.open(line);
        submit(1, 10);

        queue.refused(1, OvsdbError.of("unknown database"));

        assertThat(endings).containsExactly("1 refused at -1: unknown database");
    }

    @Test
    void aTransactionCanceledByASchemaConversionIsUnknownOnACluster() {
        line.executesOnce = false;
        queue.open(line);
        submit(1, 10);

        queue.refused(1, OvsdbError.of("canceled"));

        assertThat(endings).containsExactly("1 unknown: the server canceled it while the database was being replaced");
    }

    @Test
    void aTransactionCanceledByASchemaConversionIsNotStoredByAStandaloneServer() {
        queue.open(line);
        submit(1, 10);

        queue.refused(1, OvsdbError.of("canceled"));

        assertThat(endings)
                .containsExactly(
                        "1 not sent: the server gave it back unexecuted, because the database was being replaced");
    }

    @Test
    void whoeverWantsToFailFastIsToldAtOnce() {
        var hasty = new TransactionQueue(loop, new Window(1, 100), WhileDisconnected.FAIL);
        hasty.submit(transaction(1));
        hasty.open(line);
        hasty.submit(transaction(2));
        hasty.submit(transaction(3));

        hasty.hold("the replica is being synchronized");
        hasty.submit(transaction(4));
        hasty.answered(2, committed());

        assertThat(line.written).containsExactly(2L);
        assertThat(endings)
                .containsExactly(
                        "1 not sent: not connected yet",
                        "3 not sent: the replica is being synchronized",
                        "4 not sent: the replica is being synchronized",
                        "2 committed");
    }

    private Transaction transaction(long id) {
        return new Transaction(
                id,
                ByteBuffer.allocate(10),
                List.of(new Operation.Abort(), new Operation.Abort()),
                Duration.ofSeconds(10),
                new Recorder(id));
    }

    private void submit(long id, int bytes) {
        submit(id, bytes, Duration.ofSeconds(10));
    }

    private void submit(long id, int bytes, Duration deadline) {
        queue.submit(new Transaction(
                id,
                ByteBuffer.allocate(bytes),
                List.of(new Operation.Abort(), new Operation.Abort()),
                deadline,
                new Recorder(id)));
    }

    private static TransactionReply committed() {
        return new TransactionReply(
                List.of(new OperationResult.Count(1), new OperationResult.Count(1)), Optional.empty());
    }

    private static final class FakeLine implements TransactionQueue.Line {
        private final List<Long> written = new ArrayList<>();
        private boolean writable = true;
        private boolean executesOnce = true;
        private Optional<String> givenUp = Optional.empty();

        @Override
        public void write(Transaction transaction) {
            written.add(transaction.id());
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void cancel(long id) {
            written.add(-id);
        }

        @Override
        public boolean executesOnce() {
            return executesOnce;
        }

        @Override
        public void giveUp(String reason) {
            givenUp = Optional.of(reason);
        }
    }

    private final class Recorder implements Transaction.Ending {
        private final long id;

        Recorder(long id) {
            this.id = id;
        }

        @Override
        public void committed(List<OperationResult> results) {
            endings.add(id + " committed");
        }

        @Override
        public void refused(int operation, OvsdbError error, boolean executedOnce) {
            endings.add(id + " refused at " + operation + ": " + error);
        }

        @Override
        public void notSent(String reason) {
            endings.add(id + " not sent: " + reason);
        }

        @Override
        public void unknown(String reason) {
            endings.add(id + " unknown: " + reason);
        }
    }
}
