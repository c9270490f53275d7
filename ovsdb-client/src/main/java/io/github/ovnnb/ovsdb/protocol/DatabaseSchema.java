package io.github.ovnnb.ovsdb.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code get_schema} answers (RFC 7047 section 3.2, {@code <database-schema>}).
 *
 * @param version {@code x.y.z}
 * @param checksum as {@code ovsdb-tool} computes it, if the schema has one
 */
public record DatabaseSchema(String name, String version, Optional<String> checksum, Map<String, TableSchema> tables) {
    public DatabaseSchema {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    public Optional<TableSchema> table(String tableName) {
        return Optional.ofNullable(tables.get(tableName));
    }
}
