package io.github.ovnnb.ovsdb.protocol;

/**
 * A column (RFC 7047 section 3.2, {@code <column-schema>}).
 *
 * @param name of the column
 * @param type what it holds
 * @param ephemeral its contents need not survive a restart of the server
 * @param mutable whether it may be written after the row was inserted
 */
public record ColumnSchema(String name, ColumnType type, boolean ephemeral, boolean mutable) {
    /** A column that is kept on disk and may be written at any time. */
    public static ColumnSchema of(String name, ColumnType type) {
        return new ColumnSchema(name, type, false, true);
    }
}
