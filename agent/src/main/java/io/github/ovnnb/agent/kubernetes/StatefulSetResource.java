package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import java.io.IOException;
import java.util.Set;

/** A StatefulSet as the informer keeps it: which ordinals it wants. */
@Group("apps")
@Version("v1")
@Kind("StatefulSet")
@Plural("statefulsets")
final class StatefulSetResource extends PartialResource implements Namespaced {
    /** The API server fills in 1 where nothing is said. */
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
        return new StatefulSetFacts(uid(), isDeleting(), start, replicas, Set.of(), resourceVersion());
    }
}
