package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitors of one connection, one for each {@link TableGroup}: asks for the rows, gives the replica what comes, and tells the
 * server when something else is wished. Confined to the loop.
 */
final class Monitors {
    private static final Logger LOG = LoggerFactory.getLogger(Monitors.class);

    /** What the synchronization wants to know. */
    interface Listener {
        /** All groups have their rows. */
        void inStep(boolean resumed);

        /** Though in step, the server was asked for more; it may be silent while it composes them. */
        void expectsRows();

        void hasRows();

        void unsuitable(String reason);
    }

    /** How to ask for rows; each falls back to the next. */
    private enum Method {
        SINCE,
        COND,
        PLAIN
    }

    /** One monitor that the server knows, or is being asked for. */
    private static final class Monitor {
        private final String id;
        private final TableGroup group;
        private final Method method;
        private MonitorShape shape;
        private boolean loaded;
        private boolean narrowed;

        Monitor(String id, TableGroup group, Method method, MonitorShape shape) {
            this.id = id;
            this.group = group;
            this.method = method;
            this.shape = shape;
        }
    }

    private final SessionSettings settings;
    private final FollowedTables tables;
    private final ReplicaWriter replica;
    private final Calls calls;
    private final DatabaseSchema schema;
    private final MonitorNames names;
    private final Listener listener;
    private final Map<String, Monitor> monitors = new LinkedHashMap<>();
    private final List<Acknowledgement> leaving = new ArrayList<>();
    private boolean inStep;
    private boolean resumed = true;
    private boolean abandoned;
    private int expected;
    private @Nullable Rehearsal rehearsal;

    Monitors(
            SessionSettings settings,
            FollowedTables tables,
            ReplicaWriter replica,
            Calls calls,
            DatabaseSchema schema,
            MonitorNames names,
            Listener listener) {
        this.settings = settings;
        this.tables = tables;
        this.replica = replica;
        this.calls = calls;
        this.schema = schema;
        this.names = names;
        this.listener = listener;
    }

    void start() {
        tables.groups().forEach(TableGroup::loading);
        tables.groups().forEach(this::ask);
        inStepIfAllLoaded();
    }

    /** A group that has come later. */
    void load(TableGroup group) {
        group.loading();
        if (inStep) {
            expectRows();
        }
        ask(group);
    }

    private void ask(TableGroup group) {
        // Changes that were on no wire come after the resumption, for which nothing may be different from before.
        ask(
                group,
                settings.historyWanted() ? Method.SINCE : Method.COND,
                group.canResume() ? List.of() : group.changes());
    }

    private void ask(TableGroup group, Method method, List<ConditionChange> changes) {
        var shape = replica.shape(schema, group.tables());
        var requests = TableGroup.changed(replica.requests(shape), changes);
        var followed = TableGroup.Followed.of(requests, shape);
        var rows = new ArrivingRows(() -> {
            endRehearsal();
            return replica.load(schema, shape);
        });
        if (shape.tables().isEmpty()) {
            rows.begin(false);
            rows.commit();
            loaded(group, changes, false);
            return;
        }
        var monitor = new Monitor(names.next(), group, method, shape);
        monitors.put(monitor.id, monitor);
        calls.call(
                id -> request(id, monitor, requests, group.resumeFrom(followed)),
                method == Method.SINCE ? ReplyShape.monitorSince(shape, rows) : ReplyShape.monitor(shape, rows),
                reply -> {
                    if (!abandoned) {
                        calls.aside(rows::prepare, () -> {
                            if (!abandoned) {
                                rows.commit();
                                monitor.loaded = true;
                                group.synced(followed, reply.lastTransaction());
                                loaded(group, changes, reply.resumed());
                            }
                        });
                    }
                },
                refused -> {
                    if (!abandoned) {
                        monitors.remove(monitor.id);
                        fallBack(monitor, changes, hasConditions(requests), refused);
                    }
                });
        if (settings.rehearses() && rehearsal == null && !group.canResume()) {
            rehearsal = Rehearsal.begin(calls, replica, schema, shape, method == Method.SINCE);
        }
    }

    private void endRehearsal() {
        if (rehearsal != null) {
            rehearsal.end();
        }
    }

    private byte[] request(long id, Monitor monitor, List<MonitorRequest> requests, UUID since) {
        return switch (monitor.method) {
            case SINCE -> RequestEncoder.monitorCondSince(id, settings.database(), monitor.id, requests, since);
            case COND -> RequestEncoder.monitorCond(id, settings.database(), monitor.id, requests);
            case PLAIN -> {
                if (hasConditions(requests)) {
                    LOG.warn("the server knows no conditions: all rows of the tables are replicated");
                }
                yield RequestEncoder.monitor(id, settings.database(), monitor.id, requests);
            }
        };
    }

    /** As the C IDL falls back, except that a bad condition must not end in a monitor of every row. */
    private void fallBack(Monitor monitor, List<ConditionChange> changes, boolean conditional, OvsdbError refused) {
        var methodIsUnknown = !conditional || refused.error().equals("unknown method");
        if (methodIsUnknown && monitor.method != Method.PLAIN) {
            ask(monitor.group, monitor.method == Method.SINCE ? Method.COND : Method.PLAIN, changes);
        } else if (!changes.isEmpty()) {
            // Then each is asked for alone, and whoever asked for the bad one hears of it.
            ask(monitor.group, monitor.method, List.of());
        } else {
            refused(monitor.group, refused);
        }
    }

    private static boolean hasConditions(List<MonitorRequest> requests) {
        return requests.stream().anyMatch(request -> !request.where().isEmpty());
    }

    private void refused(TableGroup group, OvsdbError error) {
        var newcomer = group.takeNewcomer();
        if (newcomer.isEmpty()) {
            listener.unsuitable("the rows cannot be monitored: " + error);
            return;
        }
        tables.drop(group);
        group.loaded();
        newcomer.get().refused(error);
        arrived();
    }

    private void loaded(TableGroup group, List<ConditionChange> confirmed, boolean groupResumed) {
        resumed &= groupResumed;
        for (var change : confirmed) {
            confirm(group, change);
        }
        group.takeNewcomer().ifPresent(Acknowledgement::acknowledged);
        group.changes().forEach(change -> change(group, change));
        group.loaded();
        arrived();
    }

    private void arrived() {
        if (inStep) {
            rowsCame();
        } else {
            inStepIfAllLoaded();
        }
    }

    private void inStepIfAllLoaded() {
        if (!inStep && tables.groups().stream().noneMatch(TableGroup::isLoading)) {
            inStep = true;
            listener.inStep(resumed);
            if (expected > 0) {
                listener.expectsRows();
            }
        }
    }

    private void expectRows() {
        expected++;
        if (inStep && expected == 1) {
            listener.expectsRows();
        }
    }

    private void rowsCame() {
        expected--;
        if (inStep && expected == 0) {
            listener.hasRows();
        }
    }

    /** {@code monitor_cond_change}: the rows that come and go arrive before its answer. */
    void change(TableGroup group, ConditionChange change) {
        var monitor = monitorOf(group);
        if (monitor == null || monitor.shape.table(change.table()).isEmpty()) {
            confirm(group, change);
        } else if (monitor.method == Method.PLAIN) {
            refused(group, change, OvsdbError.of("unknown method", "the server knows no conditional monitors"));
        } else {
            change.sent(true);
            expectRows();
            // Under the same id as before, as the C IDL does it (ovsdb-cs.c): no update can be under a wrong one.
            calls.call(
                    id -> RequestEncoder.monitorCondChange(
                            id, monitor.id, monitor.id, Map.of(change.table(), change.where())),
                    ReplyShape.json(),
                    accepted -> ended(() -> confirm(group, change)),
                    error -> ended(() -> refused(group, change, error)));
        }
    }

    private void ended(Runnable consequence) {
        if (!abandoned) {
            consequence.run();
            rowsCame();
        }
    }

    private void confirm(TableGroup group, ConditionChange change) {
        if (group.settle(change)) {
            replica.setCondition(change.table(), change.where());
            var monitor = monitorOf(group);
            if (monitor != null) {
                group.follows(TableGroup.Followed.of(replica.requests(monitor.shape), monitor.shape));
            }
            change.acknowledgement().acknowledged();
        }
    }

    private static void refused(TableGroup group, ConditionChange change, OvsdbError error) {
        if (group.settle(change)) {
            change.acknowledgement().refused(error);
        }
    }

    /**
     * {@code monitor_cancel} after a monitor's last table. A monitor cannot lose one of several tables: that one is then asked for
     * no row, and left out by the next connection.
     */
    void stop(TableGroup group, String table, Acknowledgement acknowledgement) {
        var monitor = monitorOf(group);
        if (monitor == null || monitor.shape.table(table).isEmpty()) {
            acknowledgement.acknowledged();
            return;
        }
        monitor.shape = monitor.shape.without(table);
        monitor.narrowed = true;
        if (monitor.method == Method.PLAIN && !group.isEmpty()) {
            acknowledgement.acknowledged();
            return;
        }
        if (group.isEmpty()) {
            monitors.remove(monitor.id);
        }
        leaving.add(acknowledgement);
        calls.call(
                id -> group.isEmpty()
                        ? RequestEncoder.request(id, "monitor_cancel", monitor.id)
                        : RequestEncoder.monitorCondChange(
                                id, monitor.id, monitor.id, Map.of(table, List.of(Condition.never()))),
                ReplyShape.json(),
                accepted -> left(acknowledgement),
                // Whatever it says: we do not listen any more.
                refused -> left(acknowledgement));
    }

    private void left(Acknowledgement acknowledgement) {
        if (leaving.remove(acknowledgement)) {
            acknowledgement.acknowledged();
        }
    }

    private @Nullable Monitor monitorOf(TableGroup group) {
        for (var monitor : monitors.values()) {
            if (monitor.group == group) {
                return monitor;
            }
        }
        return null;
    }

    Optional<MonitorShape> shape(String monitor) {
        return Optional.ofNullable(monitors.get(monitor)).map(known -> known.shape);
    }

    void updated(String id, Optional<UUID> transaction, TableUpdates updates) {
        var monitor = monitors.get(id);
        if (monitor != null && monitor.loaded) {
            replica.apply(monitor.narrowed ? ofTablesStillFollowed(updates, monitor.shape) : updates);
            transaction.ifPresent(monitor.group::reached);
        }
    }

    /** Read before a table was given up, and kept back since: the replica has no such table any more, or another one of that name. */
    private static TableUpdates ofTablesStillFollowed(TableUpdates updates, MonitorShape shape) {
        return new TableUpdates(updates.rows().stream()
                .filter(row -> shape.table(row.shape().table()).isPresent())
                .toList());
    }

    /** The connection is gone, or the server has canceled all monitors of the database. */
    void lost() {
        abandoned = true;
        endRehearsal();
        monitors.clear();
        var gone = List.copyOf(leaving);
        leaving.clear();
        gone.forEach(Acknowledgement::acknowledged);
    }
}
