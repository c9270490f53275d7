package io.github.ovnnb.ovsdb.session;

/** What becomes of transactions while the replica is not in step with the database. */
public enum WhileDisconnected {
    /** They wait until it is, or until their deadline. For those that hold whatever has happened meanwhile. */
    WAIT,
    /** They end at once as not sent. For those that were computed from the replica and would be computed otherwise afterwards. */
    FAIL
}
