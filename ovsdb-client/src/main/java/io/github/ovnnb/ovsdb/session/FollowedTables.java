package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which tables are followed, and what is wished to be different about them. Outlives connections; confined to the loop.
 *
 * <p>Tables that were named before the start share one monitor, so that a transaction over several of them is one step of the
 * replica. Tables added later have a monitor of their own.
 */
public final class FollowedTables {
    private final ReplicaWriter replica;
    private final List<TableGroup> groups = new ArrayList<>();
    private @Nullable Monitors monitors;
    private Optional<String> closed = Optional.empty();

    FollowedTables(ReplicaWriter replica) {
        this.replica = replica;
        groups.add(new TableGroup(replica.snapshot().tables()));
    }

    List<TableGroup> groups() {
        return List.copyOf(groups);
    }

    /** Follows more tables; acknowledged when their rows are in the replica. */
    public void add(Collection<TableDefinition> tables, Acknowledgement acknowledgement) {
        if (refuseIfClosed(acknowledgement)) {
            return;
        }
        var names = tables.stream().map(TableDefinition::table).toList();
        var known = names.stream().filter(name -> groupOf(name).isPresent()).findFirst();
        if (known.isPresent()) {
            acknowledgement.mistaken("the table \"" + known.get() + "\" is monitored already: one monitor a table");
            return;
        }
        if (names.stream().distinct().count() < names.size()) {
            acknowledgement.mistaken("a table is named twice in " + names + ": one monitor a table");
            return;
        }
        tables.forEach(replica::define);
        var group = new TableGroup(names, acknowledgement);
        groups.add(group);
        if (monitors != null) {
            monitors.load(group);
        }
    }

    /** Follows other rows of a table; acknowledged when the replica has just these. */
    public void changeCondition(String table, List<Condition> where, Acknowledgement acknowledgement) {
        if (refuseIfClosed(acknowledgement)) {
            return;
        }
        var group = groupOf(table).orElse(null);
        if (group == null) {
            acknowledgement.mistaken(notMonitored(table));
        } else if (group.isLoading()) {
            group.defer(() -> changeCondition(table, where, acknowledgement));
        } else {
            var change = new ConditionChange(table, where, acknowledgement);
            group.add(change);
            if (monitors != null) {
                monitors.change(group, change);
            }
        }
    }

    /** Follows a table no longer: its rows leave the replica at once; acknowledged when the server knows, too. */
    public void remove(String table, Acknowledgement acknowledgement) {
        if (refuseIfClosed(acknowledgement)) {
            return;
        }
        var group = groupOf(table).orElse(null);
        if (group == null) {
            acknowledgement.mistaken(notMonitored(table));
        } else if (group.isLoading()) {
            group.defer(() -> remove(table, acknowledgement));
        } else {
            remove(group, table, acknowledgement);
        }
    }

    private void remove(TableGroup group, String table, Acknowledgement acknowledgement) {
        group.remove(table);
        if (group.isEmpty()) {
            groups.remove(group);
        }
        replica.forget(table);
        for (var change : group.changes()) {
            if (change.table().equals(table) && group.settle(change)) {
                change.acknowledgement().mistaken(notMonitored(table));
            }
        }
        if (group.isEmpty()) {
            group.takeNewcomer().ifPresent(waiting -> waiting.mistaken(notMonitored(table)));
        }
        if (monitors == null) {
            acknowledgement.acknowledged();
        } else {
            monitors.stop(group, table, acknowledgement);
        }
    }

    private static String notMonitored(String table) {
        return "the table \"" + table + "\" is not monitored";
    }

    private Optional<TableGroup> groupOf(String table) {
        return groups.stream().filter(group -> group.has(table)).findFirst();
    }

    private boolean refuseIfClosed(Acknowledgement acknowledgement) {
        closed.ifPresent(acknowledgement::unanswered);
        return closed.isPresent();
    }

    /** A server refused tables that it has never shown: as if they had not been asked for. */
    void drop(TableGroup group) {
        groups.remove(group);
        group.tables().forEach(replica::forget);
    }

    void connected(Monitors over) {
        monitors = over;
    }

    void lost() {
        var gone = monitors;
        monitors = null;
        if (gone != null) {
            gone.lost();
        }
        groups().forEach(TableGroup::lost);
    }

    /** Something does not fit: everything is to be loaded afresh. */
    void forgetProgress() {
        groups.forEach(TableGroup::forgetProgress);
    }

    void close(String reason) {
        closed = Optional.of(reason);
        lost();
        groups.forEach(group -> group.close(reason));
    }
}
