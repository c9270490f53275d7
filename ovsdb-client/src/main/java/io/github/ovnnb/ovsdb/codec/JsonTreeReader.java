package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Builds the tree of one value: for the small answers whose form only their reader knows. */
final class JsonTreeReader implements JsonEvents {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private JsonNode root = NullNode.getInstance();

    /** Forgets the last value, to read another. */
    JsonTreeReader again() {
        root = NullNode.getInstance();
        return this;
    }

    /** Null if there was no event at all. */
    JsonNode tree() {
        return root;
    }

    @Override
    public void startObject() {
        var node = NODES.objectNode();
        add(node);
        open.push(node);
    }

    @Override
    public void startArray() {
        var node = NODES.arrayNode();
        add(node);
        open.push(node);
    }

    @Override
    public void endObject() {
        open.pop();
    }

    @Override
    public void endArray() {
        open.pop();
    }

    @Override
    public void name(JsonText name) {
        names.push(name.toString());
    }

    @Override
    public void string(JsonText value) {
        add(TextNode.valueOf(value.toString()));
    }

    @Override
    public void number(JsonText value) {
        add(JsonNumbers.node(value));
    }

    @Override
    public void bool(boolean value) {
        add(BooleanNode.valueOf(value));
    }

    @Override
    public void nul() {
        add(NullNode.getInstance());
    }

    private void add(JsonNode node) {
        var parent = open.peek();
        if (parent instanceof ObjectNode object) {
            object.set(names.pop(), node);
        } else if (parent instanceof ArrayNode array) {
            array.add(node);
        } else {
            root = node;
        }
    }
}
