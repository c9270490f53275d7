package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** OpenKruise's StatefulSet (apps.kruise.io/v1beta1): as Kubernetes' own, and it may leave ordinals out. */
@Group("apps.kruise.io")
@Version("v1beta1")
@Kind("StatefulSet")
@Plural("statefulsets")
final class KruiseStatefulSetResource extends PartialResource implements Namespaced {
    private final Set<Integer> reserved = new HashSet<>();
    private int replicas = 1;
    private int start;

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

    StatefulSetFacts facts() {
        return new StatefulSetFacts(uid(), isDeleting(), start, replicas, reserved, resourceVersion());
    }
}
