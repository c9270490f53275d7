package io.github.ovnnb.agent.kubernetes;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a VirtualMachine and its instance say together. */
final class MachineFacts {
    private MachineFacts() {}

    /**
     * Empty if there is neither, or only an instance that a machine owns which is not there.
     *
     * @param migrations names of those that are under way
     */
    static Optional<OwnerFacts> of(
            Optional<VirtualMachineResource> definition,
            Optional<MachineInstanceResource> instance,
            Set<String> migrations) {
        Function<MachineInstanceResource, Running> running = now -> new Running(now.uid(), now.nodeName(), migrations);
        if (definition.isPresent()) {
            var machine = definition.get();
            // The caches are of different ages: what runs may be an earlier machine of that name, or a later one.
            var itsOwn = instance.filter(now -> now.machineUid().equals(Optional.of(machine.uid())));
            return Optional.of(new VirtualMachineFacts(
                    machine.uid(), machine.isDeleting(), itsOwn.map(running), machine.resourceVersion()));
        }
        return instance.filter(alone -> alone.machineUid().isEmpty())
                .map(alone ->
                        new VirtualMachineFacts(alone.uid(), alone.isDeleting(), Optional.of(running.apply(alone))));
    }
}
