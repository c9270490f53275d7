package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.simulation.MachineObject.Instance;
import io.github.ovnnb.agent.simulation.MachineObject.Migration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** KubeVirt, as far as launcher Pods come and go by it: start, stop, crash, live migration and the end of a machine. */
final class KubeVirt implements SimulatedApi.Observer, MachineApi.Observer {
    static final String INSTANCE = "VirtualMachineInstance";
    static final String MIGRATION = "kubevirt.io/migrationJobName";
    private static final long GIVES_UP_AFTER = 6_000_000;
    private static final long KUBELET_LOOKS_WITHIN = 2_000_000;

    private final World world;
    private final SimulatedApi api;
    private final MachineApi machines;
    private final Controllers controllers;
    private boolean roundComing;
    private int suffixes;

    KubeVirt(World world, SimulatedApi api, Controllers controllers) {
        this.world = world;
        this.api = api;
        this.machines = api.machines();
        this.controllers = controllers;
        api.observe(this);
        machines.observe(this);
    }

    static boolean isLauncher(PodFacts pod) {
        return pod.controller().filter(owner -> owner.kind().equals(INSTANCE)).isPresent();
    }

    /** What the keys of a machine's launchers begin with. */
    static String launcherKeys(PortIdentity machine) {
        return machine.namespace() + "/virt-launcher-" + machine.instance() + "-";
    }

    /** Of the launcher that is to take a machine over. */
    static Optional<String> machineOfTarget(PodFacts pod) {
        return pod.annotations().containsKey(MIGRATION)
                ? pod.controller().map(owner -> SimulatedApi.key(pod.namespace(), owner.name()))
                : Optional.empty();
    }

    List<PodFacts> launchers(Instance instance) {
        return api.pods().stream()
                .filter(pod -> pod.controller().map(OwnerReference::uid).equals(Optional.of(instance.uid())))
                .toList();
    }

    private static boolean lives(PodFacts pod) {
        return !pod.deleting() && !pod.isFinished();
    }

    /** Asks for a live migration. */
    void migrate(Instance instance) {
        boolean possible = !instance.active().isEmpty() && !instance.deleting();
        if (possible
                && machines.migrationOf(instance.namespace(), instance.name()).isEmpty()) {
            var uid = api.newUid();
            var migration = new Migration(instance.namespace(), "migration-" + uid, uid, instance.name(), true, false);
            machines.put(migration);
            giveUpInTime(migration);
        }
    }

    private void giveUpInTime(Migration migration) {
        world.after(GIVES_UP_AFTER, () -> underWay(migration).ifPresent(this::fail));
    }

    @Override
    public void putBack(SimulatedApi.PutBack how) {
        machines.migrations().all().forEach(migration -> {
            if (migration.underWay()) {
                giveUpInTime(migration);
            } else {
                removeLater(migration);
            }
        });
        api.pods().stream()
                .filter(pod -> isLauncher(pod) && !pod.isFinished() && how.revived(pod))
                .forEach(this::failLater);
        machinesChanged();
    }

    /** Its kubelet finds none of its containers, and a launcher's are not started twice. */
    private void failLater(PodFacts launcher) {
        world.after(
                world.between(0, KUBELET_LOOKS_WITHIN),
                () -> api.updatePod(launcher, now -> now.isFinished() ? now : Pods.in(now, Phase.FAILED)));
    }

    // ---- rounds --------------------------------------------------------------------------------------------------

    @Override
    public void podChanged(Optional<PodFacts> before, Optional<PodFacts> after) {
        if (after.or(() -> before).filter(KubeVirt::isLauncher).isPresent()) {
            machinesChanged();
        }
    }

    @Override
    public void machinesChanged() {
        if (!roundComing) {
            roundComing = true;
            world.after(world.between(500, 20_000), this::round);
        }
    }

    private void round() {
        roundComing = false;
        var keys = new TreeSet<String>();
        machines.machines().all().forEach(machine -> keys.add(machine.key()));
        machines.instances().all().forEach(instance -> keys.add(instance.key()));
        keys.forEach(
                key -> round(machines.machines().get(key), machines.instances().get(key)));
    }

    private void round(Optional<MachineObject> machine, Optional<Instance> instance) {
        if (instance.isPresent()) {
            boolean wanted = machine.filter(now -> !now.deleting() && now.running())
                    .filter(now -> now.uid().equals(instance.get().machineUid()))
                    .isPresent();
            keep(instance.get(), wanted, machine.map(MachineObject::template).orElse(Map.of()));
        } else if (machine.orElseThrow().deleting()) {
            machines.remove(machine.get());
        } else if (machine.get().running()) {
            var wanted = machine.get();
            machines.put(
                    new Instance(wanted.namespace(), wanted.name(), api.newUid(), wanted.uid(), false, false, "", ""));
        }
    }

    private void keep(Instance instance, boolean wanted, Map<String, String> template) {
        var launchers = launchers(instance);
        if (instance.deleting()) {
            launchers.forEach(controllers::delete);
            if (launchers.isEmpty()) {
                machines.migrationOf(instance.namespace(), instance.name()).ifPresent(this::fail);
                machines.remove(instance);
            }
        } else if (!wanted || instance.launched() && launchers.stream().noneMatch(KubeVirt::lives)) {
            machines.put(instance.ending());
        } else if (!instance.launched()) {
            launch(instance, template);
            machines.put(instance.withLauncher());
        } else {
            run(instance, launchers);
            machines.migrationOf(instance.namespace(), instance.name())
                    .ifPresent(migration -> advance(migration, instance, launchers, template));
        }
    }

    private void launch(Instance instance, Map<String, String> annotations) {
        api.createPod(
                instance.namespace(),
                "virt-launcher-" + instance.name() + "-" + suffixes++,
                annotations,
                Optional.of(new OwnerReference("kubevirt.io/v1", INSTANCE, instance.name(), instance.uid())));
    }

    private void run(Instance instance, List<PodFacts> launchers) {
        if (instance.active().isEmpty()) {
            launchers.stream()
                    .filter(pod -> lives(pod) && pod.phase() == Phase.RUNNING)
                    .findFirst()
                    .ifPresent(pod -> machines.put(instance.runningIn(pod.nodeName(), pod.uid())));
        } else if (launchers.stream().noneMatch(pod -> lives(pod) && pod.uid().equals(instance.active()))) {
            // It has crashed, or its node is lost; a target that was not taken over is of no use.
            machines.put(instance.ending());
        }
        launchers.stream().filter(PodFacts::isFinished).forEach(controllers::delete);
    }

    // ---- migrations ----------------------------------------------------------------------------------------------

    private void advance(
            Migration migration, Instance instance, List<PodFacts> launchers, Map<String, String> template) {
        if (!migration.launched()) {
            var annotations = new HashMap<>(template);
            annotations.put(MIGRATION, migration.name());
            launch(instance, annotations);
            machines.put(migration.withLauncher());
            return;
        }
        var target = target(migration, launchers);
        if (target.isEmpty()) {
            fail(migration);
        } else if (target.get().phase() == Phase.RUNNING) {
            world.after(
                    world.between(20_000, 300_000), () -> underWay(migration).ifPresent(this::handOver));
        }
    }

    private static Optional<PodFacts> target(Migration migration, List<PodFacts> launchers) {
        return launchers.stream()
                .filter(pod ->
                        lives(pod) && migration.name().equals(pod.annotations().get(MIGRATION)))
                .findFirst();
    }

    private Optional<Migration> underWay(Migration migration) {
        return machines.migrations().get(migration.key()).filter(Migration::underWay);
    }

    private void handOver(Migration migration) {
        var instance = machines.instances()
                .get(SimulatedApi.key(migration.namespace(), migration.machine()))
                .filter(now -> !now.deleting());
        var target = instance.flatMap(now -> target(migration, launchers(now)));
        if (target.isEmpty() || world.oneIn(4)) {
            fail(migration);
            return;
        }
        var source = instance.get().active();
        machines.put(
                instance.get().runningIn(target.get().nodeName(), target.get().uid()));
        world.after(world.between(0, 30_000), () -> underWay(migration).ifPresent(this::end));
        launchers(instance.get()).stream()
                .filter(pod -> pod.uid().equals(source))
                .forEach(pod -> world.after(
                        world.between(0, 200_000), () -> api.updatePod(pod, now -> Pods.in(now, Phase.SUCCEEDED))));
    }

    private void fail(Migration migration) {
        end(migration);
        machines.instances().get(SimulatedApi.key(migration.namespace(), migration.machine())).stream()
                .flatMap(instance -> target(migration, launchers(instance)).stream())
                .forEach(pod -> api.updatePod(pod, now -> Pods.in(now, Phase.FAILED)));
    }

    private void end(Migration migration) {
        machines.put(migration.over());
        removeLater(migration);
    }

    private void removeLater(Migration migration) {
        world.after(world.between(100_000, 5_000_000), () -> machines.remove(migration));
    }
}
