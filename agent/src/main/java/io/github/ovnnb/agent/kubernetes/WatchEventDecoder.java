package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.WatchEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@code {"type": …, "object": {…}}}. The API server writes kind and apiVersion of the object first, in either order; by them we know
 * how to read the rest without building a tree. Whatever begins otherwise, or is of a kind that we don't know, takes fabric8's way.
 */
final class WatchEventDecoder extends StdDeserializer<WatchEvent> {
    private static final long serialVersionUID = 1;

    private record Kind(String apiVersion, String kind) {}

    @SuppressWarnings("serial") // Nobody serializes a deserializer.
    private final Map<Kind, Supplier<? extends PartialResource>> blanks = new HashMap<>();

    WatchEventDecoder() {
        super(WatchEvent.class);
    }

    <T extends PartialResource> void know(Class<T> kind, Supplier<T> blank) {
        blanks.put(new Kind(HasMetadata.getApiVersion(kind), HasMetadata.getKind(kind)), blank);
    }

    @Override
    public WatchEvent deserialize(JsonParser json, DeserializationContext context) throws IOException {
        var event = new WatchEvent();
        JsonFields.of(json, field -> {
            switch (field) {
                case "type" -> event.setType(json.getText());
                case "object" -> event.setObject(readObject(json, context));
                default -> {}
            }
        });
        return event;
    }

    private @Nullable Object readObject(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return context.readTree(json);
        }
        String apiVersion = "";
        String kind = "";
        var field = json.nextFieldName();
        for (; field != null; field = json.nextFieldName()) {
            if (field.equals("apiVersion")) {
                apiVersion = json.nextTextValue();
            } else if (field.equals("kind")) {
                kind = json.nextTextValue();
            } else {
                break;
            }
            var blank = blanks.get(new Kind(apiVersion, kind));
            if (blank != null) {
                var resource = blank.get();
                resource.read(json);
                return resource;
            }
        }
        return readWhole(apiVersion, kind, field, json, context);
    }

    private static KubernetesResource readWhole(
            String apiVersion, String kind, @Nullable String next, JsonParser json, DeserializationContext context)
            throws IOException {
        ObjectNode tree = context.getNodeFactory()
                .objectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        for (var field = next; field != null; field = json.nextFieldName()) {
            json.nextToken();
            tree.set(field, context.readValue(json, JsonNode.class));
        }
        return json.getCodec().treeToValue(tree, KubernetesResource.class);
    }
}
