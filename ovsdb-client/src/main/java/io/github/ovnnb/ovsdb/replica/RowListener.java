package io.github.ovnnb.ovsdb.replica;

/** Hears how the rows of a table change. Called by one thread at a time. */
@FunctionalInterface
public interface RowListener {
    void changed(RowChange change);
}
