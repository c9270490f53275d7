package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes a tree. An ObjectMapper would do it, too, but costs a tenth of a second of every client's start. */
final class TreeWriter {
    private TreeWriter() {}

    static void write(JsonWriter json, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                json.startObject();
                for (var member : node.properties()) {
                    json.name(member.getKey());
                    write(json, member.getValue());
                }
                json.endObject();
            }
            case ARRAY -> {
                json.startArray();
                for (var element : node) {
                    write(json, element);
                }
                json.endArray();
            }
            case STRING -> json.string(node.textValue());
            case NUMBER -> json.plain(node.asText());
            case BOOLEAN -> json.bool(node.booleanValue());
            case NULL, MISSING -> json.nul();
            case BINARY, POJO -> throw new IllegalArgumentException("no such thing in JSON: " + node.getNodeType());
        }
    }
}
