package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;

/** What became of a wish about the followed tables. Exactly one is called, once, on the loop. */
public interface Acknowledgement {

    /** The replica shows it. */
    void acknowledged();

    /** The server will not do it; all is as before. */
    void refused(OvsdbError error);

    /** Nobody was asked, because it makes no sense. */
    void mistaken(String why);

    /** The client was closed before. */
    void unanswered(String reason);
}
