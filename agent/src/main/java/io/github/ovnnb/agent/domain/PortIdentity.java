package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a port is called, through all the Pods that come and go: the namespace, the Pod's name (for a virtual machine the machine's)
 * and the network. The key of all work.
 */
public record PortIdentity(String namespace, String instance, Provider provider) {
    public static PortIdentity of(String namespace, String instance) {
        return new PortIdentity(namespace, instance, Provider.DEFAULT);
    }

    /** The identity of the Pod's default interface. All launcher Pods of a virtual machine share the machine's. */
    public static PortIdentity ofPod(PodFacts pod) {
        var instance = Workload.of(pod) instanceof Workload.VirtualMachine machine ? machine.name() : pod.name();
        return of(pod.namespace(), instance);
    }

    /** Those of all its interfaces, the default one first. */
    public static List<PortIdentity> allOfPod(PodFacts pod) {
        var first = ofPod(pod);
        if (pod.networks().equals(Networks.NONE)) {
            return List.of(first);
        }
        var others =
                pod.furtherNetworks().map(network -> new PortIdentity(first.namespace(), first.instance(), network));
        return Stream.concat(Stream.of(first), others).distinct().toList();
    }

    /** The {@code Logical_Switch_Port.name}: {@code <pod>.<namespace>}, for an attachment {@code <pod>.<namespace>.<provider>}. */
    public String portName() {
        return instance + "." + namespace + (provider.isDefault() ? "" : "." + provider.name());
    }

    /** The value of {@code external_ids:pod}. */
    public String podKey() {
        return namespace + "/" + instance;
    }

    @Override
    public String toString() {
        return portName();
    }
}
