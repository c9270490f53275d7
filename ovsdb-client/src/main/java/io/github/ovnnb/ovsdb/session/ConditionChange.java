package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.Condition;
import java.util.List;

/** Another choice of a table's rows that the server has not confirmed yet. Confined to the loop. */
final class ConditionChange {
    private final String table;
    private final List<Condition> where;
    private final Acknowledgement acknowledgement;
    /** Over the present connection. */
    private boolean sent;

    ConditionChange(String table, List<Condition> where, Acknowledgement acknowledgement) {
        this.table = table;
        this.where = List.copyOf(where);
        this.acknowledgement = acknowledgement;
    }

    String table() {
        return table;
    }

    List<Condition> where() {
        return where;
    }

    Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    boolean isSent() {
        return sent;
    }

    void sent(boolean now) {
        sent = now;
    }
}
