package io.github.ovnnb.agent.simulation;

import java.util.EnumSet;
import java.util.Set;

/** What protects the promise. Each can be taken away, to show that the simulation would notice. */
public enum Guards {
    /** An owner that is not in the cache may only not have been heard of yet. */
    KEEP_WHEN_IN_DOUBT,
    /** A patch is for one very Pod, not for its successor. */
    PATCH_BY_UID,
    /** After a transaction of unknown outcome the rows are read anew. */
    LOOK_AFTER_UNKNOWN_OUTCOME,
    /** The schema's index on the name of a port, and row uuids chosen by us: a repetition makes no second row. */
    REPETITION_IS_REFUSED,
    /** The database refuses the transactions of whoever does not hold the lock of its server. */
    LOCK,
    /** What an earlier writer has under way is refused once a new one has begun, itself before its connection broke included. */
    FENCE,
    /** Nothing is planned while the replica may be behind. */
    PAUSE_WITHOUT_CONNECTION,
    /** Of two node agents that give addresses of one switch at one moment, the database refuses the second. */
    EPOCH,
    /** A node agent's change of a row is refused unless the row is as it was when the change was planned. */
    ROW_AS_SEEN,
    /** A node agent takes a port over from a Pod of another node only when the API server has said that its own Pod exists. */
    ASK_BEFORE_TAKING_OVER,
    /** Nobody's port is given up for mere absence from a cache before the API server has confirmed it. */
    ASK_BEFORE_RELEASING,
    /** Absence counts only while the watches run; with the question asked all the same, it only saves asking in vain. */
    COUNT_ONLY_WHILE_WATCHING;

    static Set<Guards> all() {
        return EnumSet.allOf(Guards.class);
    }
}
