package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.MonitorShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tables that share a monitor, and how far they have come. Outlives connections, so that the next one can go on from there, each
 * group from its own last transaction. Confined to the loop.
 */
final class TableGroup {
    private final Set<String> tables;
    private final List<ConditionChange> changes = new ArrayList<>();
    private final List<Runnable> deferred = new ArrayList<>();
    private @Nullable Acknowledgement newcomer;
    private UUID lastTransaction = MonitorReply.NO_TRANSACTION;
    private Optional<Followed> followed = Optional.empty();
    private boolean loading;

    /**
     * What the replica holds: only the very same columns of the very same rows can be resumed, and not more tables than there were.
     */
    record Followed(Set<MonitorRequest> requests, Set<String> columnTypes) {
        static Followed of(List<MonitorRequest> requests, MonitorShape shape) {
            var types = new HashSet<String>();
            shape.tables().values().forEach(table -> types.add(table + " " + table.columns()));
            return new Followed(Set.copyOf(requests), types);
        }

        boolean covers(Followed other) {
            return requests.containsAll(other.requests) && columnTypes.containsAll(other.columnTypes);
        }
    }

    /** Tables whose rows nobody waits for especially. */
    TableGroup(Collection<String> tables) {
        this.tables = new LinkedHashSet<>(tables);
    }

    /** Tables added later. */
    TableGroup(Collection<String> tables, Acknowledgement onFirstRows) {
        this(tables);
        newcomer = onFirstRows;
    }

    Set<String> tables() {
        return Set.copyOf(tables);
    }

    boolean has(String table) {
        return tables.contains(table);
    }

    void remove(String table) {
        tables.remove(table);
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Asked for by a caller who has no answer yet; taken once. */
    Optional<Acknowledgement> takeNewcomer() {
        var taken = Optional.ofNullable(newcomer);
        newcomer = null;
        return taken;
    }

    /** In the order they were asked for. */
    List<ConditionChange> changes() {
        return List.copyOf(changes);
    }

    void add(ConditionChange change) {
        changes.add(change);
    }

    boolean settle(ConditionChange change) {
        return changes.remove(change);
    }

    static List<MonitorRequest> changed(List<MonitorRequest> requests, List<ConditionChange> changes) {
        return requests.stream().map(request -> changed(request, changes)).toList();
    }

    private static MonitorRequest changed(MonitorRequest request, List<ConditionChange> changes) {
        var last = request;
        for (var change : changes) {
            if (change.table().equals(request.table())) {
                last = last.where(change.where().toArray(Condition[]::new));
            }
        }
        return last;
    }

    boolean canResume() {
        return followed.isPresent();
    }

    /** The transaction to resume from; all zero if what is followed has changed, which needs everything afresh. */
    UUID resumeFrom(Followed now) {
        return followed.filter(before -> before.covers(now)).isPresent()
                ? lastTransaction
                : MonitorReply.NO_TRANSACTION;
    }

    /** The id is kept whether or not the server found the one before: a cluster names its present one in any case. */
    void synced(Followed now, UUID transaction) {
        followed = Optional.of(now);
        lastTransaction = transaction;
    }

    void reached(UUID transaction) {
        lastTransaction = transaction;
    }

    /** The server has confirmed that it sends something else from now on. */
    void follows(Followed now) {
        followed = followed.map(before -> now);
    }

    /** The replica and the server disagree: only a whole download helps. */
    void forgetProgress() {
        followed = Optional.empty();
    }

    boolean isLoading() {
        return loading;
    }

    void loading() {
        loading = true;
    }

    /** What must not meet a dump that is under way: done after it. */
    void defer(Runnable wish) {
        deferred.add(wish);
    }

    void loaded() {
        loading = false;
        var wishes = List.copyOf(deferred);
        deferred.clear();
        wishes.forEach(Runnable::run);
    }

    /**
     * The connection is gone. Of a change that was on the wire nobody knows whether it was done, and perhaps some of its rows have
     * come: going on from the last transaction would keep them wrong for ever.
     */
    void lost() {
        if (changes.stream().anyMatch(ConditionChange::isSent)) {
            forgetProgress();
        }
        changes.forEach(change -> change.sent(false));
        loaded();
    }

    void close(String reason) {
        takeNewcomer().ifPresent(waiting -> waiting.unanswered(reason));
        var open = List.copyOf(changes);
        changes.clear();
        open.forEach(change -> change.acknowledgement().unanswered(reason));
    }
}
