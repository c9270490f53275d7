package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A Node as the informer keeps it: the addresses that no Pod may have. */
@Group("")
@Version("v1")
@Kind("Node")
@Plural("nodes")
final class NodeResource extends PartialResource {
    private final List<IpAddress> internalIps = new ArrayList<>();

    @Override
    void readField(String field, JsonParser json) throws IOException {
        if (field.equals("status")) {
            JsonFields.of(json, inner -> {
                if (inner.equals("addresses")) {
                    JsonFields.elements(json, element -> readAddress(json));
                }
            });
        }
    }

    private void readAddress(JsonParser json) throws IOException {
        var typeAndAddress = new String[] {"", ""};
        JsonFields.of(json, field -> {
            switch (field) {
                case "type" -> typeAndAddress[0] = json.getValueAsString("");
                case "address" -> typeAndAddress[1] = json.getValueAsString("");
                default -> {}
            }
        });
        if (typeAndAddress[0].equals("InternalIP")) {
            IpAddress.parse(typeAndAddress[1]).ifPresent(internalIps::add);
        }
    }

    List<IpAddress> internalIps() {
        return internalIps;
    }
}
