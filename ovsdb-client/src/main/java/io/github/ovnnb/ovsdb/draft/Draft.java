package io.github.ovnnb.ovsdb.draft;

import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A transaction in the making, over a snapshot that stays as it is: what has been drafted shows in {@link #view}, and
 * {@link #operations} make it true.
 *
 * <p>Only what differs from the snapshot is done. Sets and maps can be changed in part, and then other writers' changes of the rest
 * stand. A change depends on its row being there still, and on whatever was {@linkplain DraftRow#verify verified}.
 *
 * <p>The view shows what is asked for and not what the server adds to it: that it drops a row of a table that is not a root when nothing
 * refers to the row, and weak references to rows that are gone. Confined to one thread.
 */
public final class Draft {
    private final Snapshot base;
    private final Supplier<UUID> uuids;
    private final Map<Key, DraftRow> rows = new LinkedHashMap<>();
    private final List<Operation> others = new ArrayList<>();
    /** What the view does not show yet. */
    private final Map<Key, RowUpdate> unseen = new LinkedHashMap<>();

    private Snapshot view;

    private record Key(String table, UUID uuid) {
        static Key of(Row row) {
            return new Key(row.table(), row.uuid());
        }
    }

    private Draft(Snapshot base, Supplier<UUID> uuids) {
        this.base = base;
        this.uuids = uuids;
        this.view = base;
    }

    /** An empty draft. */
    public static Draft over(Snapshot base) {
        return new Draft(base, UUID::randomUUID);
    }

    /** An empty draft whose new rows get their keys from the supplier; each must be unique in the world. */
    public static Draft over(Snapshot base, Supplier<UUID> uuids) {
        return new Draft(base, uuids);
    }

    /** What the draft was begun on. */
    public Snapshot base() {
        return base;
    }

    /** All rows as they would be now, found by the same indexes; later changes do not show in it. */
    public Snapshot view() {
        if (!unseen.isEmpty()) {
            view = view.after(new TableUpdates(List.copyOf(unseen.values())));
            unseen.clear();
        }
        return view;
    }

    /** The row as it would be, if it is there. */
    public Optional<DraftRow> row(String table, UUID uuid) {
        return view().row(table, uuid).map(this::edit);
    }

    /** The row with this string as its key; any one of them if there are several. */
    public Optional<DraftRow> find(Index index, String key) {
        return view().find(index, key).map(this::edit);
    }

    /** The row with this key, a value for each part of the index; any one of them if there are several. */
    public Optional<DraftRow> find(Index index, Value... key) {
        return view().find(index, key).map(this::edit);
    }

    /**
     * A row that was found in the {@linkplain #view view} or the snapshot, to be changed. It is known by its key, and reads as it is in
     * the draft.
     *
     * @throws IllegalArgumentException if there is no such row
     */
    public DraftRow edit(Row row) {
        var key = Key.of(row);
        var known = rows.get(key);
        if (known != null && !known.isDeleted()) {
            return known;
        }
        if (known == null) {
            var found = base.row(row.table(), row.uuid());
            if (found.isPresent()) {
                var edited = new DraftRow(this, found, found.get());
                rows.put(key, edited);
                return edited;
            }
        }
        throw new IllegalArgumentException("the draft has no " + row.table() + " " + row.uuid());
    }

    /**
     * Adds a row under a uuid chosen for it, by which other rows can refer to it at once. A row that nothing refers to, in a table that
     * is not a root, is not stored.
     *
     * @param contents of columns that may or may not be replicated; {@code Map.ofEntries(NAME.to("a"), …)}
     * @throws IllegalArgumentException if the table is not replicated, or the server does not have it
     */
    public DraftRow insert(String table, Map<String, Value> contents) {
        return insert(table, uuids.get(), contents);
    }

    /** The same under a uuid of the caller's choice; nothing may have had it before. */
    public DraftRow insert(String table, UUID uuid, Map<String, Value> contents) {
        var shape = base.shape(table)
                .orElseThrow(() -> new IllegalArgumentException("the server has no table \"" + table + "\""));
        var key = new Key(table, uuid);
        if (rows.containsKey(key) || base.row(table, uuid).isPresent()) {
            throw new IllegalArgumentException("there is a " + table + " " + uuid + " already, or was");
        }
        var builder = Row.builder(shape, uuid);
        contents.forEach((name, value) -> {
            if (shape.has(name)) {
                builder.set(name, value);
            }
        });
        var row = builder.build();
        var inserted = new DraftRow(this, Optional.empty(), row);
        inserted.fill(contents);
        rows.put(key, inserted);
        changed(row);
        return inserted;
    }

    /**
     * Does this, too, before anything that was drafted: a comment, or a guard of another kind. The view does not show what comes of it.
     * With this alone, the draft is not empty.
     */
    public void also(Operation... operations) {
        others.addAll(List.of(operations));
    }

    /** What the snapshot says and the transaction depends on. */
    public List<Operation.Wait> guards() {
        return rows.values().stream().flatMap(row -> row.guard().stream()).toList();
    }

    /** Whether a later snapshot would pass the guards, as far as it can know. */
    public boolean isUpToDateIn(Snapshot now) {
        return rows.values().stream().allMatch(row -> row.guard().isEmpty() || row.isUnchangedIn(now));
    }

    /** The guards and then what makes the view true; nothing if nothing is to be done. */
    public List<Operation> operations() {
        var deeds = new ArrayList<>(others);
        rows.values().forEach(row -> row.insertion().ifPresent(deeds::add));
        rows.values().forEach(row -> deeds.addAll(row.modifications()));
        rows.values().forEach(row -> row.deletion().ifPresent(deeds::add));
        if (deeds.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<Operation>(guards());
        all.addAll(deeds);
        return List.copyOf(all);
    }

    void changed(Row row) {
        unseen.put(Key.of(row), new RowUpdate.Put(row));
    }

    void deleted(Row row) {
        unseen.put(Key.of(row), new RowUpdate.Remove(row.shape(), row.uuid()));
    }
}
