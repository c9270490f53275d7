package io.github.ovnnb.agent.simulation;

import java.util.Map;
import java.util.Optional;

/**
 * What the simulated API server keeps of a VirtualMachine.
 *
 * @param running whether it shall
 * @param template annotations of its launcher Pods
 */
record MachineObject(
        String namespace,
        String name,
        String uid,
        long resourceVersion,
        boolean deleting,
        boolean running,
        Map<String, String> template) {
    /** A VirtualMachineInstance. @param launched whether it has had a launcher Pod. @param active uid of the one that it runs in */
    record Instance(
            String namespace,
            String name,
            String uid,
            String machineUid,
            boolean deleting,
            boolean launched,
            String nodeName,
            String active) {
        String key() {
            return SimulatedApi.key(namespace, name);
        }

        Instance ending() {
            return new Instance(namespace, name, uid, machineUid, true, launched, nodeName, active);
        }

        Instance withLauncher() {
            return new Instance(namespace, name, uid, machineUid, deleting, true, nodeName, active);
        }

        Instance runningIn(String node, String pod) {
            return new Instance(namespace, name, uid, machineUid, deleting, launched, node, pod);
        }
    }

    /** A VirtualMachineInstanceMigration. @param launched whether its target's launcher Pod was made */
    record Migration(String namespace, String name, String uid, String machine, boolean underWay, boolean launched) {
        String key() {
            return SimulatedApi.key(namespace, name);
        }

        Migration withLauncher() {
            return new Migration(namespace, name, uid, machine, underWay, true);
        }

        Migration over() {
            return new Migration(namespace, name, uid, machine, false, launched);
        }
    }

    String key() {
        return SimulatedApi.key(namespace, name);
    }

    MachineObject at(long version) {
        return new MachineObject(namespace, name, uid, version, deleting, running, template);
    }

    MachineObject beingDeleted() {
        return new MachineObject(namespace, name, uid, resourceVersion, true, running, template);
    }

    /** Whether that is the same machine, and nobody has asked for its end. */
    boolean lastsIn(Optional<MachineObject> later) {
        return later.filter(now -> now.uid.equals(uid) && !now.deleting).isPresent();
    }

    MachineObject switched(boolean on) {
        return new MachineObject(namespace, name, uid, resourceVersion, deleting, on, template);
    }
}
