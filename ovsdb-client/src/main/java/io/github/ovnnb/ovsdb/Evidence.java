package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By what one sees whether a transaction was stored. */
interface Evidence {

    /** Whether the server refused it because of just this row, which is stored already. */
    boolean isProvedBy(Refused refused, List<Operation> operations);

    /** What the replica says; empty if it cannot know. */
    Optional<Boolean> inReplica();

    /** What to ask the server if the replica cannot know; answered with rows if it is stored. */
    Operation question();

    /** Whether nothing but this transaction can have caused it; then giving the transaction again stores nothing twice, too. */
    boolean isOurs();

    /** What the caller takes for a sign. */
    record InTheEyesOfTheCaller(Predicate<Snapshot> isStored, Supplier<Snapshot> replica) implements Evidence {
        private static final Logger LOG = LoggerFactory.getLogger(InTheEyesOfTheCaller.class);

        @Override
        public boolean isProvedBy(Refused refused, List<Operation> operations) {
            return false;
        }

        @Override
        public Optional<Boolean> inReplica() {
            try {
                return Optional.of(isStored.test(replica.get()));
            } catch (RuntimeException mistake) {
                LOG.error("the look for a transaction's effect failed, which is no sign of it", mistake);
                return Optional.of(false);
            }
        }

        @Override
        public Operation question() {
            throw new IllegalStateException("the replica knows");
        }

        @Override
        public boolean isOurs() {
            return false;
        }
    }
}
