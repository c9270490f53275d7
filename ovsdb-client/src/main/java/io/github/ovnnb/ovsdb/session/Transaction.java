package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * One transaction on its way, already in the bytes of its request.
 *
 * @param id of the request, used once in the life of the client
 * @param operations to read the answer by
 * @param deadline from being given to the session
 */
public record Transaction(long id, ByteBuffer request, List<Operation> operations, Duration deadline, Ending ending) {
    /** Copies the operations. */
    public Transaction {
        operations = List.copyOf(operations);
    }

    /** What became of it. Exactly one is called, once, on the loop. */
    public interface Ending {
        /** It is stored; a result for each operation. */
        void committed(List<OperationResult> results);

        /** The server said no.
         *
         * @param operation counted from 0; the number of operations if it was the commit, -1 if the request as a whole
         * @param executedOnce whether that surely means that nothing was stored: a cluster may have executed it twice
         */
        void refused(int operation, OvsdbError error, boolean executedOnce);

        /** It never left this process, or came back as it was. */
        void notSent(String reason);

        /** It was written and will not be answered any more. */
        void unknown(String reason);
    }
}
