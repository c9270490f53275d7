package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** Reads a small result by way of its tree. */
final class TreeResultReader<T> implements ResultReader<T> {
    private final JsonTreeReader tree = new JsonTreeReader();
    private final Function<JsonNode, T> conversion;

    TreeResultReader(Function<JsonNode, T> conversion) {
        this.conversion = conversion;
    }

    @Override
    public T result() {
        return conversion.apply(tree.tree());
    }

    @Override
    public void startObject() {
        tree.startObject();
    }

    @Override
    public void endObject() {
        tree.endObject();
    }

    @Override
    public void startArray() {
        tree.startArray();
    }

    @Override
    public void endArray() {
        tree.endArray();
    }

    @Override
    public void name(JsonText name) {
        tree.name(name);
    }

    @Override
    public void string(JsonText value) {
        tree.string(value);
    }

    @Override
    public void number(JsonText value) {
        tree.number(value);
    }

    @Override
    public void bool(boolean value) {
        tree.bool(value);
    }

    @Override
    public void nul() {
        tree.nul();
    }
}
