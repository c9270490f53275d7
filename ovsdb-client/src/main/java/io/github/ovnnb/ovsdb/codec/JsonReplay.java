package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;

/** Walks a tree and tells it as events. */
final class JsonReplay {
    private JsonReplay() {}

    static void replay(JsonNode node, JsonEvents events) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                events.startObject();
                node.properties().forEach(member -> {
                    events.name(JsonText.of(member.getKey()));
                    replay(member.getValue(), events);
                });
                events.endObject();
            }
            case ARRAY -> {
                events.startArray();
                node.forEach(element -> replay(element, events));
                events.endArray();
            }
            case STRING -> events.string(JsonText.of(node.textValue()));
            case NUMBER -> events.number(JsonText.of(node.asText()));
            case BOOLEAN -> events.bool(node.booleanValue());
            case NULL, MISSING -> events.nul();
            case BINARY, POJO -> throw new IllegalStateException("no such thing in JSON: " + node.getNodeType());
        }
    }
}
