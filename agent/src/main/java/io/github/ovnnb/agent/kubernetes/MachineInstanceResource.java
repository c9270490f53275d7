package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;

/** KubeVirt's VirtualMachineInstance: a machine that runs, and on which node. */
@Group("kubevirt.io")
@Version("v1")
@Kind("VirtualMachineInstance")
@Plural("virtualmachineinstances")
final class MachineInstanceResource extends PartialResource implements Namespaced {
    private boolean hasMachine;
    private String nodeName = "";

    @Override
    void readMetadataField(String field, JsonParser json) throws IOException {
        if (field.equals("ownerReferences")) {
            JsonFields.elements(
                    json,
                    element -> JsonFields.of(json, name -> {
                        if (name.equals("kind") && json.getValueAsString("").equals("VirtualMachine")) {
                            hasMachine = true;
                        }
                    }));
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

    /** Whether a VirtualMachine owns it; one without is its own owner. */
    boolean hasMachine() {
        return hasMachine;
    }

    /** Where it runs; empty text until it does. */
    String nodeName() {
        return nodeName;
    }

    boolean saysTheSameAs(MachineInstanceResource other) {
        return uid().equals(other.uid())
                && isDeleting() == other.isDeleting()
                && hasMachine == other.hasMachine
                && nodeName.equals(other.nodeName);
    }
}
