package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Walks through JSON objects field by field. A consumer looks at the values it knows; the others are skipped for it. */
final class JsonFields {
    interface Consumer {
        /** The parser stands on the field's value. */
        void accept(String field) throws IOException;
    }

    private JsonFields() {}

    /** The fields of the value the parser stands on; none if that is no object. */
    static void of(JsonParser json, Consumer consumer) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            rest(json, consumer);
        }
    }

    /** The fields up to the closing brace of the object the parser is in. */
    static void rest(JsonParser json, Consumer consumer) throws IOException {
        for (var field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            consumer.accept(field);
            // Does nothing when the consumer has gone through the value: the parser is on its closing bracket then.
            json.skipChildren();
        }
    }

    /** The elements of the array the parser stands on, one call each; none if it is no array. */
    static void elements(JsonParser json, Consumer consumer) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                consumer.accept("");
                json.skipChildren();
            }
        }
    }

    static Map<String, String> texts(JsonParser json) throws IOException {
        var texts = new HashMap<String, String>();
        of(json, field -> texts.put(field, json.getValueAsString("")));
        return texts.isEmpty() ? Map.of() : texts;
    }

    static List<String> textList(JsonParser json) throws IOException {
        var texts = new ArrayList<String>();
        elements(json, element -> texts.add(json.getValueAsString("")));
        return texts;
    }
}
