package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.IpFacts;
import io.github.ovnnb.agent.domain.IpSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** kube-ovn's IP as the informer keeps it: its {@link IpFacts}. */
@Group(SubnetResource.GROUP)
@Version(SubnetResource.VERSION)
@Kind("IP")
@Plural(IpResource.PLURAL)
final class IpResource extends PartialResource {
    static final String PLURAL = "ips";

    private final Map<String, String> spec = new HashMap<>();
    private Map<String, String> labels = Map.of();
    private List<String> finalizers = List.of();
    private @Nullable IpFacts facts;

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "labels" -> labels = JsonFields.texts(json);
            case "finalizers" -> finalizers = JsonFields.textList(json);
            default -> {}
        }
    }

    @Override
    void readField(String field, JsonParser json) throws IOException {
        if (field.equals("spec")) {
            JsonFields.of(json, inner -> spec.put(inner, json.getValueAsString("")));
        }
    }

    @Override
    void complete() {
        facts = new IpFacts(
                name(),
                uid(),
                resourceVersion(),
                labels,
                finalizers,
                isDeleting(),
                new IpSpec(
                        said("podName"),
                        said("namespace"),
                        said("subnet"),
                        said("nodeName"),
                        said("ipAddress"),
                        said("v4IpAddress"),
                        said("v6IpAddress"),
                        said("macAddress"),
                        said("podType")));
        spec.clear();
    }

    private String said(String field) {
        return spec.getOrDefault(field, "");
    }

    IpFacts facts() {
        if (facts == null) {
            throw new IllegalStateException("an IP that was never read");
        }
        return facts;
    }
}
