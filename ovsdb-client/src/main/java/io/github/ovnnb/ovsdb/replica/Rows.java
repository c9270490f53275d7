package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Compares rows, also across a change of the server's schema. */
final class Rows {
    private Rows() {}

    static boolean sameContent(Row one, Row other) {
        return sameLayout(one.shape(), other.shape()) ? one.sameValuesAs(other) : sameByName(one, other);
    }

    /** The names of the columns in which they differ. */
    static Set<String> differences(Row one, Row other) {
        var differing = new LinkedHashSet<String>();
        for (var column : other.shape().columns()) {
            int there = one.shape().positionOf(column.name());
            if (there < 0 || !one.value(there).equals(other.value(column.name()))) {
                differing.add(column.name());
            }
        }
        for (var column : one.shape().columns()) {
            if (!other.shape().has(column.name())) {
                differing.add(column.name());
            }
        }
        return Collections.unmodifiableSet(differing);
    }

    static boolean sameLayout(RowShape one, RowShape other) {
        return one.columns().equals(other.columns());
    }

    /** A column that only one of them has makes them different: whoever reads the row may see it appear. */
    private static boolean sameByName(Row one, Row other) {
        if (one.shape().size() != other.shape().size()) {
            return false;
        }
        for (int i = 0; i < one.shape().size(); i++) {
            int there = other.shape().positionOf(one.shape().column(i).name());
            if (there < 0 || !one.value(i).equals(other.value(there))) {
                return false;
            }
        }
        return true;
    }
}
