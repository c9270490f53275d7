package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.LookAgain;
import io.github.ovnnb.agent.reconcile.Northbound.Refused;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;

/** What the database's answers mean for a change. */
final class Verdicts {
    private Verdicts() {}

    static String why(TransactionOutcome outcome) {
        if (outcome instanceof TransactionOutcome.NotSent notSent) {
            return "the transaction was not sent: " + notSent.reason();
        } else if (outcome instanceof TransactionOutcome.OutcomeUnknown unknown) {
            return "it is not known whether the transaction was committed: " + unknown.reason();
        }
        return outcome instanceof TransactionOutcome.Refused refused
                ? "the database refused: " + refused.error()
                : "there is nothing left to change";
    }

    /** A guard that failed, or a name or uuid that exists by now, means that our view was old. */
    static boolean isOutdated(OvsdbError error) {
        return switch (error.error()) {
            case "timed out", "constraint violation", "duplicate uuid", "referential integrity violation" -> true;
            default -> false;
        };
    }

    /** What a single change is told. */
    static CommitOutcome of(OvsdbError error) {
        if (isOutdated(error)) {
            return new LookAgain("the database has changed meanwhile (" + error + ")");
        }
        return error.error().equals("not owner")
                ? new LookAgain("another agent leads now (" + error + ")")
                : new Refused(error.toString());
    }
}
