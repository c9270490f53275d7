package io.github.ovnnb.ovsdb;

import java.util.concurrent.CompletionStage;

/** A transaction that was given to the client and may be called back. */
public interface SubmittedTransaction {

    /** Its end; it never fails. */
    CompletionStage<TransactionOutcome> outcome();

    /**
     * Calls it back, which makes sense for one with a {@code wait} (RFC 7047 section 4.1.4). The outcome tells what came of that:
     * {@code NotSent} if it had not left; {@code Refused} with {@code canceled} if a standalone server had not executed it;
     * {@code OutcomeUnknown} if a cluster said the same, because it may have been storing it already; and what it would have been
     * anyway if it was too late.
     */
    void cancel();
}
