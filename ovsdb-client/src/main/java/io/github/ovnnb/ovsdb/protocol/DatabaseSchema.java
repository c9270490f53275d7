package io.github.ovnnb.ovsdb.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code get_schema} answers (RFC 7047 section 3.2, {@code <database-schema>}).
 *
 * @param name of the database
 * @param version {@code x.y.z}
 * @param checksum as {@code ovsdb-tool} computes it, if the schema has one
 * @param tables by name
 */
public record DatabaseSchema(String name, String version, Optional<String> checksum, Map<String, TableSchema> tables) {
    /** Copies the tables. */
    public DatabaseSchema {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** {@return the table of this name, if the schema has it} */
    public Optional<TableSchema> table(String tableName) {
        return Optional.ofNullable(tables.get(tableName));
    }
}
