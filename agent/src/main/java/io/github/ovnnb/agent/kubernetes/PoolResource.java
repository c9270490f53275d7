package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.PoolSpec;
import java.io.IOException;
import java.util.List;

/** kube-ovn's IPPool: its spec. */
@Group(SubnetResource.GROUP)
@Version(SubnetResource.VERSION)
@Kind("IPPool")
@Plural(PoolResource.PLURAL)
final class PoolResource extends PartialResource {
    static final String PLURAL = "ippools";

    private String subnet = "";
    private List<String> namespaces = List.of();
    private List<String> ips = List.of();

    @Override
    void readField(String field, JsonParser json) throws IOException {
        if (field.equals("spec")) {
            JsonFields.of(json, inner -> readSpec(inner, json));
        }
    }

    private void readSpec(String field, JsonParser json) throws IOException {
        switch (field) {
            case "subnet" -> subnet = json.getValueAsString("");
            case "namespaces" -> namespaces = JsonFields.textList(json);
            case "ips" -> ips = JsonFields.textList(json);
            default -> {}
        }
    }

    PoolSpec spec() {
        return new PoolSpec(name(), subnet, namespaces, ips);
    }
}
