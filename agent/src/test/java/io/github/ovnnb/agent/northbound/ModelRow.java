package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsString;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All columns of a row, each in canonical form. */
public final class ModelRow {
    private final Map<String, Value> columns;
    /** What {@link #facts} said last: everybody who has heard of this version of the row reads the same. */
    private @Nullable PortFacts facts;

    /** Takes the map as its own. */
    ModelRow(Map<String, Value> columns) {
        this.columns = columns;
    }

    Map<String, Value> copy() {
        return new HashMap<>(columns);
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    Value get(String column) {
        var value = columns.get(column);
        if (value == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        return value;
    }

    public String text(String column) {
        return text(get(column));
    }

    private static String text(Value value) {
        return ((OvsString) value).value();
    }

    public Set<String> texts(String column) {
        var all = new HashSet<String>();
        get(column).asSet().forEach(atom -> all.add(text(atom)));
        return all;
    }

    public Map<String, String> map(String column) {
        var all = new HashMap<String, String>();
        ((OvsMap) get(column)).forEach((key, value) -> all.put(text(key), text(value)));
        return all;
    }

    public List<UUID> uuids(String column) {
        var all = new ArrayList<UUID>();
        get(column).asSet().forEach(atom -> all.add(((OvsUuid) atom).value()));
        return all;
    }

    PortFacts facts(UUID row, Set<String> logicalSwitches) {
        var known = facts;
        if (known == null
                || !known.row().equals(row)
                || !known.logicalSwitches().equals(logicalSwitches)) {
            known = RowReader.read(
                    row,
                    text("name"),
                    text("type"),
                    logicalSwitches,
                    texts("addresses"),
                    texts("port_security"),
                    map("options"),
                    map("external_ids"));
            facts = known;
        }
        return known;
    }

    /** A switch whose ports have other uuids now. */
    ModelRow withPortsRenumbered(Map<UUID, UUID> news) {
        var copy = copy();
        copy.put(
                "ports",
                Value.uuids(uuids("ports").stream()
                        .map(port -> news.getOrDefault(port, port))
                        .toList()));
        return new ModelRow(copy);
    }

    boolean contains(String column, UUID uuid) {
        return get(column).asSet().contains(OvsUuid.of(uuid));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ModelRow that && columns.equals(that.columns));
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
