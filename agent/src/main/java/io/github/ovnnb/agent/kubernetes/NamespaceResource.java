package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.util.Map;

/** A Namespace as the informer keeps it: what a subnet chooses it by. */
@Group("")
@Version("v1")
@Kind("Namespace")
@Plural("namespaces")
final class NamespaceResource extends PartialResource {
    private Map<String, String> labels = Map.of();

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        if (field.equals("labels")) {
            labels = JsonFields.texts(json);
        }
    }

    Map<String, String> labels() {
        return labels;
    }
}
