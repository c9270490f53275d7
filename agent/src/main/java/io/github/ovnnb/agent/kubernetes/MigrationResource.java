package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;

/** KubeVirt's VirtualMachineInstanceMigration: which machine is on its way. */
@Group("kubevirt.io")
@Version("v1")
@Kind("VirtualMachineInstanceMigration")
@Plural("virtualmachineinstancemigrations")
final class MigrationResource extends PartialResource implements Namespaced {
    private String machine = "";
    private String phase = "";

    @Override
    void readField(String field, JsonParser json) throws IOException {
        JsonFields.of(json, name -> {
            if (field.equals("spec") && name.equals("vmiName")) {
                machine = json.getValueAsString("");
            } else if (field.equals("status") && name.equals("phase")) {
                phase = json.getValueAsString("");
            }
        });
    }

    /** The instance's name, which is the machine's. */
    String machine() {
        return machine;
    }

    boolean isUnderWay() {
        return !phase.equals("Succeeded") && !phase.equals("Failed");
    }
}
