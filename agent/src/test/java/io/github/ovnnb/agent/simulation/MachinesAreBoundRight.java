package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The port of a virtual machine is bound where the machine runs, for nothing migrates any more. */
final class MachinesAreBoundRight {
    private final SimulatedApi api;
    private final PortRows ports;

    MachinesAreBoundRight(SimulatedApi api, PortRows ports) {
        this.api = api;
        this.ports = ports;
    }

    List<String> violations() {
        return ports.all().stream()
                .filter(port -> port.ownership()
                        .filter(ownership -> ownership.workload() instanceof VirtualMachine)
                        .isPresent())
                .flatMap(port -> violation(port).stream())
                .toList();
    }

    private Optional<String> violation(PortFacts port) {
        var identity = port.identity().orElseThrow();
        var node = api.machines()
                .instances()
                .get(identity.podKey())
                .map(MachineObject.Instance::nodeName)
                .orElse("");
        var binding = port.binding();
        boolean right = isAwaited(identity)
                || isInDispute(identity, port)
                || binding.equals(ChassisBinding.ANYWHERE)
                || binding.requestedChassis().equals(node)
                        && binding.activation().isEmpty();
        return right ? Optional.empty() : Optional.of("bound wrongly, the machine is on \"" + node + "\": " + port);
    }

    /** A launcher of it waits. */
    private boolean isAwaited(PortIdentity identity) {
        return api.pods().stream()
                .anyMatch(pod -> KubeVirt.isLauncher(pod)
                        && !pod.isAllocated(identity.provider())
                        && PortIdentity.allOfPod(pod).contains(identity));
    }

    /**
     * A launcher of it was told other addresses than the row says, which somebody else has by now: both stores were put back, to different
     * moments. The launcher's user has an Event, and only a person can say who gives way.
     */
    private boolean isInDispute(PortIdentity identity, PortFacts port) {
        return api.pods().stream()
                .anyMatch(pod -> KubeVirt.isLauncher(pod)
                        && pod.isAllocated(identity.provider())
                        && PortIdentity.allOfPod(pod).contains(identity)
                        && !port.addresses().equals(Set.of(Servable.addressesOf(pod, identity.provider()))));
    }
}
