package io.github.ovnnb.ovsdb.replica;

import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowDifference;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A small database of switches and ports, and short words for what happens in it. */
final class Ports {
    static final TableSchema PORT = new TableSchema(
            "Port",
            Map.of(
                    "name", ColumnSchema.of("name", ColumnType.scalar(AtomType.STRING)),
                    "tag", ColumnSchema.of("tag", ColumnType.optional(AtomType.INTEGER)),
                    "addresses", ColumnSchema.of("addresses", ColumnType.set(AtomType.STRING)),
                    "ids", ColumnSchema.of("ids", ColumnType.map(AtomType.STRING, AtomType.STRING))),
            List.of(List.of("name")),
            false,
            ColumnType.UNLIMITED);
    static final TableSchema SWITCH = TableSchema.of(
            "Switch",
            List.of(
                    ColumnSchema.of("name", ColumnType.scalar(AtomType.STRING)),
                    ColumnSchema.of("ports", ColumnType.set(AtomType.UUID))));
    static final DatabaseSchema SCHEMA = schema(PORT, SWITCH);

    static final Index BY_NAME = Index.on("Port", "name");
    static final Index BY_POD = Index.onMapEntry("Port", "ids", "pod");
    static final Index BY_VENDOR_AND_TAG =
            new Index("Port", List.of(Index.mapEntry("ids", "vendor"), Index.column("tag")));
    static final Index BY_ADDRESS = Index.onElement("Port", "addresses");
    static final Index BY_PORT = Index.onElement("Switch", "ports");
    static final TableDefinition PORTS = TableDefinition.of("Port", "name", "tag", "addresses", "ids")
            .indexedBy(BY_POD, BY_VENDOR_AND_TAG, BY_ADDRESS);
    static final TableDefinition SWITCHES =
            TableDefinition.of("Switch", "name", "ports").indexedBy(BY_PORT);

    static final RowShape PORT_SHAPE = RowShape.of(PORT, PORTS.columns());
    static final RowShape SWITCH_SHAPE = RowShape.of(SWITCH, SWITCHES.columns());

    private Ports() {}

    static DatabaseSchema schema(TableSchema... tables) {
        var byName = new java.util.LinkedHashMap<String, TableSchema>();
        for (var table : tables) {
            byName.put(table.name(), table);
        }
        return new DatabaseSchema("Example", "1.0.0", Optional.empty(), byName);
    }

    static UUID uuid(int number) {
        return new UUID(0, number);
    }

    static Row port(int number, String name) {
        return Row.builder(PORT_SHAPE, uuid(number)).set("name", Value.of(name)).build();
    }

    static Row port(int number, String name, Map<String, String> ids) {
        return Row.builder(PORT_SHAPE, uuid(number))
                .set("name", Value.of(name))
                .set("ids", Value.stringMap(ids))
                .build();
    }

    static Row port(int number, String name, Map<String, String> ids, long tag) {
        return Row.builder(PORT_SHAPE, uuid(number))
                .set("name", Value.of(name))
                .set("ids", Value.stringMap(ids))
                .set("tag", Value.of(tag))
                .build();
    }

    static RowUpdate put(Row row) {
        return new RowUpdate.Put(row);
    }

    static RowUpdate remove(int number) {
        return new RowUpdate.Remove(PORT_SHAPE, uuid(number));
    }

    static RowUpdate change(int number, String column, Value difference) {
        return new RowUpdate.Change(RowDifference.builder(PORT_SHAPE, uuid(number))
                .set(PORT_SHAPE.positionOf(column), difference)
                .build());
    }

    static TableUpdates updates(RowUpdate... rows) {
        return new TableUpdates(List.of(rows));
    }

    /** What a server with this content answers to a monitor request. */
    static void load(ReplicaWriter writer, DatabaseSchema schema, List<Row> rows) {
        var load = writer.load(schema, writer.shape(schema));
        load.begin(false);
        rows.forEach(row -> load.accept(put(row)));
        load.commit();
    }
}
