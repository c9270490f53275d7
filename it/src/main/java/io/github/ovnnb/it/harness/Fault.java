package io.github.ovnnb.it.harness;

import java.time.Duration;

/** What {@link FaultProxy} does to one message. */
public sealed interface Fault {

    /** Hands it on as it is. */
    record Pass() implements Fault {}

    /** Hands it on later; what follows in its direction waits behind it. */
    record Delay(Duration delay) implements Fault {}

    /** Hands it on in pieces of so many bytes, each in a packet of its own as far as the kernel allows. */
    record Split(int pieceBytes) implements Fault {
        public Split {
            if (pieceBytes < 1) {
                throw new IllegalArgumentException("a piece has at least one byte, not " + pieceBytes);
            }
        }
    }

    /** Loses it: nobody hears of it, the connection goes on. */
    record Withhold() implements Fault {}

    /**
     * Breaks the connection instead of handing it on. Of a request: it never arrives. Of a reply: what it answers has
     * happened, and nobody will say so.
     */
    record CutBefore() implements Fault {}

    /** Hands on the first bytes, then breaks the connection. */
    record CutWithin(int bytes) implements Fault {}

    /** Hands it on, then breaks the connection. A request may be executed or not: the server decides. */
    record CutAfter() implements Fault {}

    /**
     * Does not hand a request on, but answers it with an error as a server would.
     *
     * @param error      JSON, such as {@code {"error":"not allowed","details":"..."}}
     * @param withResult whether the reply has {@code "result":null}, as from OVS 4.0, or no such member, as from OVS 3.1
     */
    record AnswerError(String error, boolean withResult) implements Fault {}

    static Fault pass() {
        return new Pass();
    }
}
