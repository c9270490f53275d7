package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A set of members with ordinals as the informer keeps it: which ordinals it wants. Kubernetes' own sets reserve none. */
abstract class OrdinalSetResource extends PartialResource implements Namespaced {
    private final Set<Integer> reserved = new HashSet<>();
    /** The API server fills in 1 where nothing is said. */
    private int replicas = 1;

    private int start;
    private Map<String, String> annotations = Map.of();

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        if (field.equals("annotations")) {
            annotations = new HashMap<>(JsonFields.texts(json));
            annotations.keySet().removeIf(key -> !saysSomethingToUs(key));
        }
    }

    /** kubectl leaves the whole object in one of the others. */
    static boolean saysSomethingToUs(String key) {
        return key.startsWith("ovnnb.io/") || key.contains("ovn.kubernetes.io/");
    }

    @Override
    void readField(String field, JsonParser json) throws IOException {
        if (field.equals("spec")) {
            JsonFields.of(json, inner -> readSpec(inner, json));
        }
    }

    private void readSpec(String field, JsonParser json) throws IOException {
        switch (field) {
            case "replicas" -> replicas = json.getValueAsInt(1);
            case "reserveOrdinals" -> JsonFields.elements(json, element -> reserved.add(json.getValueAsInt()));
            case "ordinals" ->
                JsonFields.of(json, inner -> {
                    if (inner.equals("start")) {
                        start = json.getValueAsInt();
                    }
                });
            default -> {}
        }
    }

    final StatefulSetFacts facts() {
        return new StatefulSetFacts(uid(), isDeleting(), start, replicas, reserved, resourceVersion(), annotations);
    }

    /** Whether both want the same members, and say the same of their ports; the version alone makes no difference. */
    final boolean wantsTheSameAs(OrdinalSetResource other) {
        return uid().equals(other.uid())
                && isDeleting() == other.isDeleting()
                && start == other.start
                && replicas == other.replicas
                && annotations.equals(other.annotations)
                && reserved.equals(other.reserved);
    }
}
