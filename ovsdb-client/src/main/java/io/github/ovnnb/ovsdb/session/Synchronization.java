package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

        /** Though in step, the server was asked for more rows; it may be silent while it composes them. */
        void expectsRows();

        void hasRows();

        /** The server will not do, or no longer. */
        void unsuitable(String reason);
    }

    private final SessionSettings settings;
    private final Progress progress;
    private final ReplicaWriter replica;
    private final Calls calls;
    private final Listener listener;
    private final FollowedTables tables;
    private final MonitorNames names;
    private final Map<UUID, Row> serverRows = new HashMap<>();
    private Optional<MonitorShape> serverShape = Optional.empty();
    private @Nullable Monitors monitors;
    private boolean standalone;

    Synchronization(
            SessionSettings settings,
            Progress progress,
            FollowedTables tables,
            ReplicaWriter replica,
            Calls calls,
            Listener listener) {
        this.settings = settings;
        this.progress = progress;
        this.tables = tables;
        this.replica = replica;
        this.calls = calls;
        this.listener = listener;
        this.names = new MonitorNames(settings.database());
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
                refused -> {
                    // A server without _Server (before OVS 2.9) has no clusters either.
                    standalone = true;
                    settings.policy()
                            .objectionToServerBeforeClusters()
                            .ifPresentOrElse(listener::unsuitable, this::askForSchema);
                });
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
        serverShape = Optional.of(shape);
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
        standalone = database.filter(DatabaseRow::isStandalone).isPresent();
        objection.ifPresentOrElse(listener::unsuitable, () -> progress.seen(database.orElseThrow()));
        return objection.isEmpty();
    }

    /** Whether the database is certainly no cluster's and no relay's. */
    boolean isStandalone() {
        return standalone;
    }

    private void askForSchema() {
        listener.entered(Phase.SCHEMA);
        calls.call(
                id -> RequestEncoder.request(id, "get_schema", settings.database()),
                ReplyShape.schema(),
                this::askForRows,
                refused -> listener.unsuitable("no schema of " + settings.database() + ": " + refused));
    }

    private void askForRows(DatabaseSchema schema) {
        listener.entered(Phase.DUMP);
        var asked = new Monitors(settings, tables, replica, calls, schema, names, new Rows(schema));
        monitors = asked;
        tables.connected(asked);
        asked.start();
    }

    Optional<MonitorShape> shape(String monitor) {
        return monitor.equals(SERVER_MONITOR) ? serverShape : monitors().flatMap(known -> known.shape(monitor));
    }

    void updated(String monitor, Optional<UUID> transaction, TableUpdates updates) {
        if (monitor.equals(SERVER_MONITOR)) {
            serverUpdated(updates);
            var unused = isSuitable();
        } else {
            monitors().ifPresent(known -> known.updated(monitor, transaction, updates));
        }
    }

    /** The database was converted, or has come or gone: its schema may be another now, and all monitors of it are canceled. */
    void canceled(String monitor) {
        if (monitor.equals(SERVER_MONITOR)) {
            serverShape = Optional.empty();
            forgetMonitors();
            start();
        } else if (shape(monitor).isPresent()) {
            forgetMonitors();
            askForSchema();
        }
    }

    private void forgetMonitors() {
        monitors = null;
        tables.lost();
    }

    private Optional<Monitors> monitors() {
        return Optional.ofNullable(monitors);
    }

    /** What becomes of the monitors. */
    private final class Rows implements Monitors.Listener {
        private final DatabaseSchema schema;

        Rows(DatabaseSchema schema) {
            this.schema = schema;
        }

        @Override
        public void inStep(boolean resumed) {
            listener.entered(Phase.SYNCED);
            listener.synced(schema, resumed);
        }

        @Override
        public void expectsRows() {
            listener.expectsRows();
        }

        @Override
        public void hasRows() {
            listener.hasRows();
        }

        @Override
        public void unsuitable(String reason) {
            listener.unsuitable(reason);
        }
    }
}
