package io.github.ovnnb.agent.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The part of the API server that KubeVirt adds. */
final class MachineApi {
    private final World world;
    private final LongSupplier newVersion;
    private final ApiTable<MachineObject> machines;
    private final ApiTable<MachineObject.Instance> instances;
    private final ApiTable<MachineObject.Migration> migrations;
    private final List<Observer> observers = new ArrayList<>();

    /** Sees every change at once. */
    interface Observer {
        default void machineChanged(Optional<MachineObject> before, Optional<MachineObject> after) {}

        /** Anything of KubeVirt's has changed. */
        default void machinesChanged() {}
    }

    /** @param newVersion of the whole storage, for a change. @param version its present one */
    MachineApi(World world, KubernetesFaults faults, LongSupplier newVersion, LongSupplier version) {
        this.world = world;
        this.newVersion = newVersion;
        this.machines = new ApiTable<>("VirtualMachines", world, faults, version);
        this.instances = new ApiTable<>("VirtualMachineInstances", world, faults, version);
        this.migrations = new ApiTable<>("VirtualMachineInstanceMigrations", world, faults, version);
    }

    void observe(Observer observer) {
        observers.add(observer);
    }

    ApiTable<MachineObject> machines() {
        return machines;
    }

    ApiTable<MachineObject.Instance> instances() {
        return instances;
    }

    ApiTable<MachineObject.Migration> migrations() {
        return migrations;
    }

    void put(MachineObject machine) {
        var stored = machine.at(newVersion.getAsLong());
        world.tell(() -> "api: " + stored);
        var before = machines.put(stored.key(), stored);
        observers.forEach(observer -> observer.machineChanged(before, Optional.of(stored)));
        changed();
    }

    void remove(MachineObject machine) {
        var unused = newVersion.getAsLong();
        world.tell(() -> "api: VirtualMachine " + machine.key() + " " + machine.uid() + " is gone");
        var before = machines.remove(machine.key());
        observers.forEach(observer -> observer.machineChanged(before, Optional.empty()));
        changed();
    }

    void put(MachineObject.Instance instance) {
        var unused = newVersion.getAsLong();
        world.tell(() -> "api: " + instance);
        instances.put(instance.key(), instance);
        changed();
    }

    void remove(MachineObject.Instance instance) {
        var unused = newVersion.getAsLong();
        world.tell(() -> "api: VirtualMachineInstance " + instance.key() + " " + instance.uid() + " is gone");
        instances.remove(instance.key());
        changed();
    }

    void put(MachineObject.Migration migration) {
        var unused = newVersion.getAsLong();
        world.tell(() -> "api: " + migration);
        migrations.put(migration.key(), migration);
        changed();
    }

    void remove(MachineObject.Migration migration) {
        var unused = newVersion.getAsLong();
        migrations.remove(migration.key());
        changed();
    }

    /** The one that is under way for the machine. */
    Optional<MachineObject.Migration> migrationOf(String namespace, String machine) {
        return migrations.all().stream()
                .filter(migration -> migration.underWay()
                        && migration.namespace().equals(namespace)
                        && migration.machine().equals(machine))
                .findFirst();
    }

    private void changed() {
        observers.forEach(Observer::machinesChanged);
    }

    Stream<ApiTable<?>> tables() {
        return Stream.of(machines, instances, migrations);
    }

    void forget(Informer<?> informer) {
        List.of(machines, instances, migrations).forEach(table -> table.forget(informer));
    }
}
