package io.github.ovnnb.ovsdb.codec;

/** Reads a value and forgets it. */
final class IgnoredValue implements JsonEvents {
    @Override
    public void startObject() {}

    @Override
    public void endObject() {}

    @Override
    public void startArray() {}

    @Override
    public void endArray() {}

    @Override
    public void name(JsonText name) {}

    @Override
    public void string(JsonText value) {}

    @Override
    public void number(JsonText value) {}

    @Override
    public void bool(boolean value) {}

    @Override
    public void nul() {}
}
