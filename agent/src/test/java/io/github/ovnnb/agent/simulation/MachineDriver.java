package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Those who use virtual machines: draws what they do next. */
final class MachineDriver {
    private static final List<String> NAMES = List.of("vm0", "vm1");

    private final World world;
    private final SimulatedApi api;
    private final MachineApi machines;
    private final KubeVirt kubeVirt;
    private final Consumer<PodFacts> ending;

    /** @param ending how a Pod may come to its end */
    MachineDriver(World world, Cluster cluster, Consumer<PodFacts> ending) {
        this.world = world;
        this.api = cluster.api;
        this.machines = cluster.api.machines();
        this.kubeVirt = cluster.kubeVirt;
        this.ending = ending;
    }

    void step(String namespace, Map<String, String> template) {
        var name = world.oneOf(NAMES);
        var key = SimulatedApi.key(namespace, name);
        var found = machines.machines().get(key);
        if (found.isEmpty()) {
            create(namespace, name, template);
            return;
        }
        var machine = found.get();
        var instance = machines.instances().get(key);
        int draw = world.upTo(12);
        if (machine.deleting()) {
            return;
        } else if (draw < 2) {
            machines.put(machine.switched(!machine.running()));
        } else if (draw == 2) {
            instance.ifPresent(now -> machines.put(now.ending()));
        } else if (draw < 8) {
            instance.ifPresent(kubeVirt::migrate);
        } else if (draw == 8) {
            machines.put(machine.beingDeleted());
        } else if (draw == 9) {
            machines.remove(machine);
            if (world.oneIn(2)) {
                world.after(world.between(0, 30_000), () -> create(namespace, name, template));
            }
        } else {
            instance.map(kubeVirt::launchers)
                    .filter(launchers -> !launchers.isEmpty())
                    .ifPresent(launchers -> ending.accept(world.oneOf(launchers)));
        }
    }

    private void create(String namespace, String name, Map<String, String> template) {
        if (machines.machines().get(SimulatedApi.key(namespace, name)).isEmpty()) {
            machines.put(new MachineObject(namespace, name, api.newUid(), 0, false, !world.oneIn(4), template));
        }
    }
}
