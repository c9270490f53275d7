package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.replica.Replica;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings the replica into step over one connection, and keeps it there: what is this server ({@code _Server}), what is the schema,
 * what are the rows, what changes. The questions and their order are those of the C IDL (ovsdb-cs.c). Older servers know fewer
 * methods; each refusal falls back to the next best.
 */
final class Synchronization {
    private static final String SERVER_DATABASE = "_Server";
    private static final String SERVER_MONITOR = "server";

    /** What the session wants to know. */
    interface Listener {
        void entered(Phase phase);

        /** The replica is in step. Comes again after the database has been converted. */
        void synced(DatabaseSchema schema, boolean resumed);

        /** The server will not do, or no longer. */
        void unsuitable(String reason);
    }

    /** How to ask for rows; each falls back to the next. */
    private enum Method {
        SINCE,
        COND,
        PLAIN
    }

    private final SessionSettings settings;
    private final Progress progress;
    private final Replica replica;
    private final Calls calls;
    private final Listener listener;
    private final Map<String, MonitorShape> shapes = new HashMap<>();
    private final Map<UUID, Row> serverRows = new HashMap<>();
    private String dataMonitor = "";
    private int monitors;
    private boolean inStep;

    Synchronization(SessionSettings settings, Progress progress, Replica replica, Calls calls, Listener listener) {
        this.settings = settings;
        this.progress = progress;
        this.replica = replica;
        this.calls = calls;
        this.listener = listener;
    }

    void start() {
        listener.entered(Phase.SCHEMA);
        // Without it the server drops every connection when a database is converted. Unknown before OVS 2.9, which is
        // no harm.
        calls.call(
                id -> RequestEncoder.databaseChangeAware(id, true), ReplyShape.json(), accepted -> {}, refused -> {});
        calls.call(
                id -> RequestEncoder.request(id, "get_schema", SERVER_DATABASE),
                ReplyShape.schema(),
                this::monitorServer,
                // A server without _Server (before OVS 2.9) has no clusters either.
                refused -> askForSchema());
    }

    private void monitorServer(DatabaseSchema serverSchema) {
        var table = serverSchema.table(DatabaseRow.TABLE);
        if (table.isEmpty()) {
            askForSchema();
            return;
        }
        var row = RowShape.of(table.get(), DatabaseRow.COLUMNS);
        var shape = MonitorShape.of(List.of(row));
        var columns = row.columns().stream().map(ColumnSchema::name).toList();
        var requests = List.of(MonitorRequest.of(DatabaseRow.TABLE, columns));
        shapes.put(SERVER_MONITOR, shape);
        serverRows.clear();
        calls.call(
                id -> RequestEncoder.monitorCond(id, SERVER_DATABASE, SERVER_MONITOR, requests),
                ReplyShape.monitor(shape),
                reply -> {
                    serverUpdated(reply.updates());
                    if (isSuitable()) {
                        askForSchema();
                    }
                },
                refused -> listener.unsuitable("the server does not show its databases: " + refused));
    }

    private void serverUpdated(TableUpdates updates) {
        for (var update : updates.rows()) {
            if (update instanceof RowUpdate.Put put) {
                serverRows.put(put.uuid(), put.row());
            } else if (update instanceof RowUpdate.Change change) {
                serverRows.computeIfPresent(
                        change.uuid(), (uuid, row) -> change.difference().appliedTo(row));
            } else {
                serverRows.remove(update.uuid());
            }
        }
    }

    private boolean isSuitable() {
        var database = serverRows.values().stream()
                .map(DatabaseRow::of)
                .filter(row -> row.name().equals(settings.database()))
                .findFirst();
        var objection = database.isEmpty()
                ? Optional.of("the server has no database " + settings.database())
                : settings.policy().objection(database.get(), progress.lastIndexOf(database.get()));
        objection.ifPresentOrElse(listener::unsuitable, () -> progress.seen(database.orElseThrow()));
        return objection.isEmpty();
    }

    private void askForSchema() {
        inStep = false;
        listener.entered(Phase.SCHEMA);
        calls.call(
                id -> RequestEncoder.request(id, "get_schema", settings.database()),
                ReplyShape.schema(),
                schema -> askForRows(schema, settings.historyWanted() ? Method.SINCE : Method.COND),
                refused -> listener.unsuitable("no schema of " + settings.database() + ": " + refused));
    }

    private void askForRows(DatabaseSchema schema, Method method) {
        listener.entered(Phase.DUMP);
        var shape = replica.shape(schema);
        var load = replica.load(schema, shape);
        if (shape.tables().isEmpty()) {
            load.begin(false);
            load.commit();
            inStep(schema, false);
            return;
        }
        var requests = replica.requests(shape);
        var followed = Progress.Followed.of(requests, shape);
        shapes.remove(dataMonitor);
        // Unique in the connection: updates of a canceled monitor must not be taken for those of its successor.
        var monitor = settings.database() + "-" + ++monitors;
        dataMonitor = monitor;
        shapes.put(monitor, shape);
        calls.call(
                id -> switch (method) {
                    case SINCE ->
                        RequestEncoder.monitorCondSince(
                                id, settings.database(), monitor, requests, progress.resumeFrom(followed));
                    case COND -> RequestEncoder.monitorCond(id, settings.database(), monitor, requests);
                    case PLAIN -> RequestEncoder.monitor(id, settings.database(), monitor, requests);
                },
                method == Method.SINCE ? ReplyShape.monitorSince(shape, load) : ReplyShape.monitor(shape, load),
                reply -> {
                    load.commit();
                    progress.synced(followed, reply.lastTransaction());
                    inStep(schema, reply.resumed());
                },
                refused -> fallBack(schema, method, refused));
    }

    private void fallBack(DatabaseSchema schema, Method method, OvsdbError refused) {
        switch (method) {
            case SINCE -> askForRows(schema, Method.COND);
            case COND -> askForRows(schema, Method.PLAIN);
            case PLAIN -> listener.unsuitable("the rows cannot be monitored: " + refused);
        }
    }

    private void inStep(DatabaseSchema schema, boolean resumed) {
        inStep = true;
        listener.entered(Phase.SYNCED);
        listener.synced(schema, resumed);
    }

    Optional<MonitorShape> shape(String monitor) {
        return Optional.ofNullable(shapes.get(monitor));
    }

    void updated(String monitor, Optional<UUID> transaction, TableUpdates updates) {
        if (monitor.equals(SERVER_MONITOR)) {
            serverUpdated(updates);
            var unused = isSuitable();
        } else if (monitor.equals(dataMonitor) && inStep) {
            replica.apply(updates);
            transaction.ifPresent(progress::reached);
        }
    }

    /** The database was converted, or has come or gone: its schema may be another now. */
    void canceled(String monitor) {
        if (monitor.equals(SERVER_MONITOR)) {
            shapes.remove(SERVER_MONITOR);
            start();
        } else if (monitor.equals(dataMonitor)) {
            shapes.remove(dataMonitor);
            askForSchema();
        }
    }
}
