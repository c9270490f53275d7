package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The few fields of an object that we read, decoded straight from the stream: nothing else of it is kept or even turned into objects. An
 * informer holds one of these for every Pod of the cluster.
 *
 * <p>Never sent back: what is missing here would be missing there.
 */
// The interface asks for fabric8's own deserializer, which builds a tree and then the whole model.
@JsonDeserialize(using = JsonDeserializer.None.class)
abstract class PartialResource implements HasMetadata {
    private ObjectMeta metadata = new ObjectMeta();

    /** Reads the fields that follow; the parser stands behind the opening brace or behind a field. */
    final void read(JsonParser json) throws IOException {
        JsonFields.rest(json, name -> {
            if (name.equals("metadata")) {
                JsonFields.of(json, field -> readMetadata(field, json));
            } else {
                readField(name, json);
            }
        });
        complete();
    }

    private void readMetadata(String field, JsonParser json) throws IOException {
        switch (field) {
            case "name" -> metadata.setName(json.getValueAsString(""));
            case "namespace" -> metadata.setNamespace(json.getValueAsString(""));
            case "uid" -> metadata.setUid(json.getValueAsString(""));
            case "resourceVersion" -> metadata.setResourceVersion(json.getValueAsString(""));
            case "deletionTimestamp" -> metadata.setDeletionTimestamp(json.getValueAsString());
            default -> readMetadataField(field, json);
        }
    }

    /** One more field of {@code metadata}; the parser stands on its value, which need not be consumed. */
    void readMetadataField(String field, JsonParser json) throws IOException {}

    /** One field beside {@code metadata}; the parser stands on its value, which need not be consumed. */
    void readField(String field, JsonParser json) throws IOException {}

    /** Everything has been read. */
    void complete() {}

    /** The API server may be about to delete it: finalizers and graceful termination take their time. */
    final boolean isDeleting() {
        return metadata.getDeletionTimestamp() != null;
    }

    final String name() {
        return text(metadata.getName());
    }

    final String namespace() {
        return text(metadata.getNamespace());
    }

    final String uid() {
        return text(metadata.getUid());
    }

    final String resourceVersion() {
        return text(metadata.getResourceVersion());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public final ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public final void setMetadata(ObjectMeta metadata) {
        this.metadata = metadata;
    }

    /** Said by the class. */
    @Override
    public final void setApiVersion(String version) {}
}
