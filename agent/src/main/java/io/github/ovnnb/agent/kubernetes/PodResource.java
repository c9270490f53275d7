package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Pod as the informer keeps it: its {@link PodFacts}. */
@Group("")
@Version("v1")
@Kind("Pod")
@Plural("pods")
final class PodResource extends PartialResource implements Namespaced {
    private Map<String, String> annotations = Map.of();
    private Optional<OwnerReference> controller = Optional.empty();
    private Phase phase = Phase.UNKNOWN;
    private boolean hostNetwork;
    private String nodeName = "";
    private @Nullable PodFacts facts;
    private @Nullable PortIdentity identity;

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "annotations" -> annotations = JsonFields.texts(json);
            case "ownerReferences" -> JsonFields.elements(json, element -> readOwner(json));
            default -> {}
        }
    }

    private void readOwner(JsonParser json) throws IOException {
        var owner = new OwnerReader();
        JsonFields.of(json, field -> owner.read(field, json));
        if (owner.isController) {
            controller = Optional.of(new OwnerReference(owner.apiVersion, owner.kind, owner.name, owner.uid));
        }
    }

    @Override
    void readField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "spec" -> JsonFields.of(json, inner -> readSpec(inner, json));
            case "status" -> JsonFields.of(json, inner -> readStatus(inner, json));
            default -> {}
        }
    }

    private void readSpec(String field, JsonParser json) throws IOException {
        switch (field) {
            case "nodeName" -> nodeName = json.getValueAsString("");
            case "hostNetwork" -> hostNetwork = json.getValueAsBoolean();
            default -> {}
        }
    }

    private void readStatus(String field, JsonParser json) throws IOException {
        if (field.equals("phase")) {
            phase = switch (json.getValueAsString("")) {
                case "Pending" -> Phase.PENDING;
                case "Running" -> Phase.RUNNING;
                case "Succeeded" -> Phase.SUCCEEDED;
                case "Failed" -> Phase.FAILED;
                default -> Phase.UNKNOWN;
            };
        }
    }

    @Override
    void complete() {
        facts = new PodFacts(
                namespace(),
                name(),
                uid(),
                resourceVersion(),
                annotations,
                controller,
                phase,
                isDeleting(),
                hostNetwork,
                nodeName);
        identity = PortIdentity.ofPod(facts);
    }

    PodFacts facts() {
        return read(facts);
    }

    PortIdentity identity() {
        return read(identity);
    }

    private static <T> T read(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a Pod that was never read");
        }
        return value;
    }

    /** Whether nothing that we look at has changed since; the version alone does not count. */
    boolean saysTheSameAs(PodResource before) {
        var now = facts();
        var then = before.facts();
        return now.uid().equals(then.uid())
                && now.deleting() == then.deleting()
                && now.phase() == then.phase()
                && now.nodeName().equals(then.nodeName())
                && now.controller().equals(then.controller())
                && now.annotations().equals(then.annotations());
    }

    private static final class OwnerReader {
        private String apiVersion = "";
        private String kind = "";
        private String name = "";
        private String uid = "";
        private boolean isController;

        void read(String field, JsonParser json) throws IOException {
            switch (field) {
                case "apiVersion" -> apiVersion = json.getValueAsString("");
                case "kind" -> kind = json.getValueAsString("");
                case "name" -> name = json.getValueAsString("");
                case "uid" -> uid = json.getValueAsString("");
                case "controller" -> isController = json.getValueAsBoolean();
                default -> {}
            }
        }
    }
}
