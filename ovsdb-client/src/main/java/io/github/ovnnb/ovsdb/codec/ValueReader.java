package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.Atom;
import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.BaseType;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.NamedUuid;
import io.github.ovnnb.ovsdb.protocol.OvsBoolean;
import io.github.ovnnb.ovsdb.protocol.OvsInteger;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsReal;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the value of a column (RFC 7047 section 5.1, {@code <value>}), in any form allowed for its type: a bare atom stands for
 * a set of one, an empty set for an absent optional, {@code ["uuid", …]} for an atom where {@code ["set", …]} begins alike.
 */
final class ValueReader implements JsonEvents {
    private enum State {
        /** Before the value. */
        START,
        /** After its opening bracket: the word that says what it is. */
        TAG,
        /** After {@code ["uuid"}: the uuid. */
        UUID,
        NAMED_UUID,
        /** After the uuid. */
        UUID_END,
        SET,
        ELEMENTS,
        SET_END,
        MAP,
        PAIRS,
        KEY,
        VALUE,
        PAIR_END,
        MAP_END,
        DONE
    }

    private final AtomPool strings;
    private final UuidText uuid = new UuidText();
    private final List<Atom> atoms = new ArrayList<>();
    private State state = State.DONE;
    /** Where to go on after a uuid inside of a set or map. */
    private State afterTag = State.START;

    private ColumnType type = ColumnType.scalar(AtomType.STRING);
    private AtomType atomType = AtomType.STRING;
    private Value result = OvsSet.empty();

    ValueReader(AtomPool strings) {
        this.strings = strings;
    }

    void begin(ColumnType columnType) {
        type = columnType;
        atomType = columnType.key().type();
        state = State.START;
        atoms.clear();
    }

    boolean isDone() {
        return state == State.DONE;
    }

    Value value() {
        return result;
    }

    @Override
    public void startArray() {
        switch (state) {
            case START, ELEMENTS, KEY, VALUE -> {
                afterTag = state;
                state = State.TAG;
            }
            case SET -> state = State.ELEMENTS;
            case MAP -> state = State.PAIRS;
            case PAIRS -> state = State.KEY;
            default -> throw unexpected("an array");
        }
    }

    @Override
    public void endArray() {
        switch (state) {
            case UUID_END -> {
                state = afterTag;
                atom(atoms.remove(atoms.size() - 1));
            }
            case ELEMENTS -> state = State.SET_END;
            case SET_END -> done(atoms.size() == 1 ? OvsSet.of(atoms.get(0)) : OvsSet.copyOf(atoms));
            case PAIRS -> state = State.MAP_END;
            case PAIR_END -> state = State.PAIRS;
            case MAP_END -> done(OvsMap.ofAlternating(atoms));
            default -> throw unexpected("the end of an array");
        }
    }

    @Override
    public void string(JsonText text) {
        switch (state) {
            case TAG -> tag(text);
            case UUID -> {
                uuid.parse(text);
                atoms.add(new OvsUuid(uuid.mostSignificantBits(), uuid.leastSignificantBits()));
                state = State.UUID_END;
            }
            case NAMED_UUID -> {
                atoms.add(namedUuid(text));
                state = State.UUID_END;
            }
            default -> {
                requireType(AtomType.STRING, "a string");
                atom(strings.string(text));
            }
        }
    }

    private void tag(JsonText text) {
        if (text.is("uuid")) {
            requireType(AtomType.UUID, "a uuid");
            state = State.UUID;
        } else if (text.is("named-uuid")) {
            requireType(AtomType.UUID, "a uuid");
            state = State.NAMED_UUID;
        } else if (text.is("set") && afterTag == State.START) {
            state = State.SET;
        } else if (text.is("map") && afterTag == State.START && type.isMap()) {
            state = State.MAP;
        } else {
            throw unexpected("an array that begins with a string");
        }
    }

    private static NamedUuid namedUuid(JsonText text) {
        try {
            return new NamedUuid(text.toString());
        } catch (IllegalArgumentException noIdentifier) {
            throw new MalformedMessageException("\"" + text + "\" is not an identifier");
        }
    }

    @Override
    public void number(JsonText text) {
        if (atomType == AtomType.REAL) {
            atom(new OvsReal(JsonNumbers.toDouble(text)));
        } else {
            requireType(AtomType.INTEGER, "a number");
            atom(new OvsInteger(JsonNumbers.toLong(text)));
        }
    }

    @Override
    public void bool(boolean value) {
        requireType(AtomType.BOOLEAN, "a boolean");
        atom(OvsBoolean.of(value));
    }

    private void atom(Atom atom) {
        switch (state) {
            case START -> {
                if (type.isMap()) {
                    throw unexpected("an atom");
                }
                done(atom);
            }
            case ELEMENTS -> atoms.add(atom);
            case KEY -> {
                atoms.add(atom);
                state = State.VALUE;
                atomType = type.value().map(BaseType::type).orElse(atomType);
            }
            case VALUE -> {
                atoms.add(atom);
                state = State.PAIR_END;
                atomType = type.key().type();
            }
            default -> throw unexpected("an atom");
        }
    }

    private void done(Value value) {
        result = value;
        state = State.DONE;
        atoms.clear();
    }

    private void requireType(AtomType wanted, String found) {
        if (atomType != wanted) {
            throw unexpected(found);
        }
    }

    @Override
    public void startObject() {
        throw unexpected("an object");
    }

    @Override
    public void endObject() {
        throw unexpected("the end of an object");
    }

    @Override
    public void name(JsonText name) {
        throw unexpected("a name");
    }

    @Override
    public void nul() {
        throw unexpected("null");
    }

    private MalformedMessageException unexpected(String found) {
        return new MalformedMessageException("found " + found + " in a value of type "
                + type.key().type().schemaName()
                + type.value().map(value -> " to " + value.type().schemaName()).orElse("") + " ("
                + state + ")");
    }
}
