package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.util.Map;

/** A Namespace as the informer keeps it: what selectors and annotations on it say. */
@Group("")
@Version("v1")
@Kind("Namespace")
@Plural("namespaces")
final class NamespaceResource extends PartialResource {
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "labels" -> labels = JsonFields.texts(json);
            case "annotations" -> annotations = JsonFields.texts(json);
            default -> {}
        }
    }

    Map<String, String> labels() {
        return labels;
    }

    Map<String, String> annotations() {
        return annotations;
    }
}
