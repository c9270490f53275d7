package io.github.ovnnb.ovsdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The params of {@code convert} (ovsdb-server(7), "Schema Conversion"). */
final class ConvertParams {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConvertParams() {}

    static JsonNode of(String database, String schema) {
        try {
            return JSON.createArrayNode().add(database).add(JSON.readTree(schema));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
