package io.github.ovnnb.ovsdb.protocol;

import java.util.Locale;

/** The five atomic types of RFC 7047 section 3.1. A {@link NamedUuid} is of type {@code UUID}. */
public enum AtomType {
    /** Of 64 bits, with a sign. */
    INTEGER,
    /** A double. */
    REAL,
    /** True or false. */
    BOOLEAN,
    /** Text without NUL. */
    STRING,
    /** The key of a row, or any other uuid. */
    UUID;

    /** What a column of this type holds until somebody writes it: 0, "", false or the all-zero uuid. */
    public Atom defaultValue() {
        return switch (this) {
            case INTEGER -> new OvsInteger(0);
            case REAL -> new OvsReal(0);
            case BOOLEAN -> OvsBoolean.FALSE;
            case STRING -> new OvsString("");
            case UUID -> new OvsUuid(0, 0);
        };
    }

    /** The name that schemas use, such as {@code "integer"}. */
    public String schemaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fails with an IllegalArgumentException if schemas have no such type. */
    public static AtomType ofSchemaName(String schemaName) {
        for (var type : values()) {
            if (type.schemaName().equals(schemaName)) {
                return type;
            }
        }
        throw new IllegalArgumentException("\"" + schemaName + "\" is not an OVSDB type");
    }
}
