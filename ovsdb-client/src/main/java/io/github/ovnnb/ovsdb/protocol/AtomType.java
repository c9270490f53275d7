package io.github.ovnnb.ovsdb.protocol;

import java.util.Locale;

/** The five atomic types of RFC 7047 section 3.1. A {@link NamedUuid} is of type {@code UUID}. */
public enum AtomType {
    INTEGER(new OvsInteger(0)),
    REAL(new OvsReal(0)),
    BOOLEAN(OvsBoolean.FALSE),
    STRING(new OvsString("")),
    UUID(new OvsUuid(0, 0));

    private final Atom defaultValue;

    AtomType(Atom defaultValue) {
        this.defaultValue = defaultValue;
    }

    /** What a column of this type holds until somebody writes it: 0, "", false or the all-zero uuid. */
    public Atom defaultValue() {
        return defaultValue;
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
