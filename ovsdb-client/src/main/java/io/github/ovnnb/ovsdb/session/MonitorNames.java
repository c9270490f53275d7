package io.github.ovnnb.ovsdb.session;

/** Unique in a connection: updates of a canceled monitor must not be taken for those of its successor. Confined to the loop. */
final class MonitorNames {
    private final String database;
    private int count;

    MonitorNames(String database) {
        this.database = database;
    }

    String next() {
        return database + "-" + ++count;
    }
}
