package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.ovnnb.agent.domain.Workload;
import java.io.IOException;
import java.util.HashMap;
import java.util.Optional;

/** KubeVirt's VirtualMachineInstance: a machine that runs, and on which node. */
@Group("kubevirt.io")
@Version("v1")
@Kind("VirtualMachineInstance")
@Plural("virtualmachineinstances")
final class MachineInstanceResource extends PartialResource implements Namespaced {
    private Optional<String> machineUid = Optional.empty();
    private String nodeName = "";

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        if (field.equals("ownerReferences")) {
            JsonFields.elements(json, element -> readOwner(json));
        }
    }

    private void readOwner(JsonParser json) throws IOException {
        var owner = new HashMap<String, String>();
        JsonFields.of(json, name -> owner.put(name, json.getValueAsString("")));
        if (Workload.VirtualMachine.KIND.equals(owner.get("kind"))) {
            machineUid = Optional.of(owner.getOrDefault("uid", ""));
        }
    }

    @Override
    void readField(String field, JsonParser json) throws IOException {
        if (field.equals("status")) {
            JsonFields.of(json, name -> {
                if (name.equals("nodeName")) {
                    nodeName = json.getValueAsString("");
                }
            });
        }
    }

    /** Of the VirtualMachine that owns it; one without is its own owner. */
    Optional<String> machineUid() {
        return machineUid;
    }

    /** Where it runs; empty text until it does. */
    String nodeName() {
        return nodeName;
    }

    boolean saysTheSameAs(MachineInstanceResource other) {
        return uid().equals(other.uid())
                && isDeleting() == other.isDeleting()
                && machineUid.equals(other.machineUid)
                && nodeName.equals(other.nodeName);
    }
}
