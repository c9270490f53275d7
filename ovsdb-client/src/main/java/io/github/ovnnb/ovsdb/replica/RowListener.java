package io.github.ovnnb.ovsdb.replica;

/** Hears how the rows of a table change. Called by one thread at a time. */
@FunctionalInterface
public interface RowListener {
    /** Takes one change; what it throws is logged, and the next change comes all the same. */
    void changed(RowChange change);
}
