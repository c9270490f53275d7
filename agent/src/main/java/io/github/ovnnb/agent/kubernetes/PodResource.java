package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.Networks;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Stickiness;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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
    private String sticky = "";
    private final Termination termination = new Termination();
    private @Nullable PodFacts facts;
    private @Nullable PortIdentity identity;

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "annotations" -> annotations = JsonFields.texts(json);
            case "labels" -> sticky = JsonFields.texts(json).getOrDefault(Stickiness.STICKY, "");
            case "deletionGracePeriodSeconds" -> termination.grace(json.getValueAsLong());
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
            case "terminationGracePeriodSeconds" -> termination.grace(json.getValueAsLong());
            case "hostNetwork" -> hostNetwork = json.getValueAsBoolean();
            default -> {}
        }
    }

    private void readStatus(String field, JsonParser json) throws IOException {
        switch (field) {
            case "phase" ->
                phase = switch (json.getValueAsString("")) {
                    case "Pending" -> Phase.PENDING;
                    case "Running" -> Phase.RUNNING;
                    case "Succeeded" -> Phase.SUCCEEDED;
                    case "Failed" -> Phase.FAILED;
                    default -> Phase.UNKNOWN;
                };
            case "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" ->
                JsonFields.elements(json, element -> JsonFields.of(json, name -> readContainer(name, json)));
            default -> {}
        }
    }

    private void readContainer(String field, JsonParser json) throws IOException {
        if (field.equals("state")) {
            JsonFields.of(json, state -> {
                if (state.equals("running")) {
                    termination.containerRuns();
                }
            });
        }
    }

    @Override
    void complete() {
        if (isDeleting()) {
            termination.deletionTimestamp(getMetadata().getDeletionTimestamp());
        }
        if (!sticky.isEmpty() && !annotations.containsKey(Stickiness.STICKY)) {
            // Label or annotation: it means the same, and is said once from here on.
            var both = new HashMap<>(annotations);
            both.put(Stickiness.STICKY, sticky);
            annotations = both;
        }
        var networks = annotations.get(Networks.ANNOTATION);
        facts = facts(networks == null ? Networks.NONE : NetworksReader.read(networks, namespace()), false);
        identity = PortIdentity.ofPod(facts);
    }

    private PodFacts facts(Networks networks, boolean overdue) {
        return new PodFacts(
                namespace(),
                name(),
                uid(),
                resourceVersion(),
                annotations,
                controller,
                phase,
                isDeleting(),
                hostNetwork,
                nodeName,
                networks,
                overdue);
    }

    /** As it was read; whether it is overdue is left open. */
    PodFacts facts() {
        return read(facts);
    }

    PodFacts facts(Instant now) {
        var known = facts();
        return isDeleting() && termination.isOverdue(now) ? facts(known.networks(), true) : known;
    }

    /** One for each interface. */
    List<PortIdentity> identities() {
        return PortIdentity.allOfPod(facts());
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
                && (!now.deleting() || termination.saysTheSameAs(before.termination))
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
