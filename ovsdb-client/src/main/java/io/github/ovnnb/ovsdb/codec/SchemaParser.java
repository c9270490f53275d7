package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.BaseType;
import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads a schema (RFC 7047 section 3.2): the answer to {@code get_schema}, or an {@code .ovsschema} file. */
public final class SchemaParser {
    private SchemaParser() {}

    /**
     * Reads a whole schema.
     *
     * @throws MalformedMessageException if it is not a schema, saying where
     */
    public static DatabaseSchema parse(JsonNode schema) {
        var tables = new LinkedHashMap<String, TableSchema>();
        object(schema, "tables")
                .properties()
                .forEach(member -> tables.put(member.getKey(), table(member.getKey(), member.getValue())));
        return new DatabaseSchema(
                JsonResults.text(schema.path("name")),
                schema.path("version").asText(""),
                Optional.ofNullable(schema.path("cksum").textValue()),
                tables);
    }

    private static TableSchema table(String name, JsonNode table) {
        var columns = new LinkedHashMap<String, ColumnSchema>();
        object(table, "columns").properties().forEach(member -> {
            try {
                columns.put(member.getKey(), column(member.getKey(), member.getValue()));
            } catch (IllegalArgumentException | MalformedMessageException malformed) {
                throw new MalformedMessageException(
                        "column " + name + "." + member.getKey() + ": " + malformed.getMessage());
            }
        });
        var indexes = new ArrayList<List<String>>();
        table.path("indexes").forEach(index -> indexes.add(JsonResults.strings(index)));
        return new TableSchema(
                name,
                columns,
                indexes,
                table.path("isRoot").asBoolean(false),
                table.path("maxRows").asInt(ColumnType.UNLIMITED));
    }

    private static ColumnSchema column(String name, JsonNode column) {
        return new ColumnSchema(
                name,
                type(column.path("type")),
                column.path("ephemeral").asBoolean(false),
                column.path("mutable").asBoolean(true));
    }

    static ColumnType type(JsonNode type) {
        if (type.isTextual()) {
            return ColumnType.scalar(AtomType.ofSchemaName(type.textValue()));
        }
        var key = object(type, "key", true);
        return new ColumnType(
                baseType(key),
                type.has("value") ? Optional.of(baseType(type.path("value"))) : Optional.empty(),
                type.path("min").asInt(1),
                type.path("max").isTextual()
                        ? ColumnType.UNLIMITED
                        : type.path("max").asInt(1));
    }

    private static BaseType baseType(JsonNode base) {
        if (base.isTextual()) {
            return BaseType.of(AtomType.ofSchemaName(base.textValue()));
        }
        var type = AtomType.ofSchemaName(JsonResults.text(base.path("type")));
        return new BaseType(
                type,
                choices(type, base.path("enum")),
                optionalLong(base.path("minInteger")),
                optionalLong(base.path("maxInteger")),
                optionalDouble(base.path("minReal")),
                optionalDouble(base.path("maxReal")),
                optionalLong(base.path("minLength")),
                optionalLong(base.path("maxLength")),
                reference(base));
    }

    private static Optional<BaseType.Reference> reference(JsonNode base) {
        if (!base.has("refTable")) {
            return Optional.empty();
        }
        var strength = base.path("refType").asText("strong").equals("weak")
                ? BaseType.Strength.WEAK
                : BaseType.Strength.STRONG;
        return Optional.of(new BaseType.Reference(JsonResults.text(base.path("refTable")), strength));
    }

    private static OvsSet choices(AtomType type, JsonNode choices) {
        if (choices.isMissingNode()) {
            return OvsSet.empty();
        }
        var reader = new ValueReader(new AtomPool());
        reader.begin(ColumnType.set(type));
        JsonReplay.replay(choices, reader);
        return reader.value().asSet();
    }

    private static OptionalLong optionalLong(JsonNode number) {
        return number.isIntegralNumber() ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    private static OptionalDouble optionalDouble(JsonNode number) {
        return number.isNumber() ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    private static JsonNode object(JsonNode parent, String member) {
        return object(parent, member, false);
    }

    private static JsonNode object(JsonNode parent, String member, boolean orText) {
        var found = parent.path(member);
        if (!found.isObject() && !(orText && found.isTextual())) {
            throw JsonResults.unexpected("an object with \"" + member + "\"", parent);
        }
        return found;
    }
}
