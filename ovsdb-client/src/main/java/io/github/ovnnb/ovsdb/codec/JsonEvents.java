package io.github.ovnnb.ovsdb.codec;

/** The parts of a JSON text in their order. Whoever sends them has seen to it that they are well nested. */
interface JsonEvents {
    void startObject();

    void endObject();

    void startArray();

    void endArray();

    /** The text is valid during the call only. */
    void name(JsonText name);

    /** The text is valid during the call only. */
    void string(JsonText value);

    /** A number as it was written. The text is valid during the call only. */
    void number(JsonText value);

    void bool(boolean value);

    void nul();
}
