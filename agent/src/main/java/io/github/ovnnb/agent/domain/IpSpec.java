package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Optional;

/**
 * The fields of kube-ovn's {@code IP.spec} (kubeovn.io/v1) that say something of one interface; the others of its fields are always empty.
 * Empty text stands for what is not known.
 *
 * @param podName for a virtual machine the machine's name
 * @param ipAddress one address, or {@code v4,v6}
 * @param podType {@code StatefulSet}, {@code VirtualMachine} or empty
 */
public record IpSpec(
        String podName,
        String namespace,
        String subnet,
        String nodeName,
        String ipAddress,
        String v4IpAddress,
        String v6IpAddress,
        String macAddress,
        String podType) {
    /** What is to be said of a port of ours; empty while its row is on no one switch or has addresses of another form. */
    static Optional<IpSpec> of(PortIdentity port, PortFacts row, String nodeName) {
        return row.ownership()
                .flatMap(ownership -> row.placement()
                        .map(placement -> new IpSpec(
                                port.instance(),
                                port.namespace(),
                                placement.logicalSwitch(),
                                nodeName,
                                placement.addresses().ipText(),
                                text(placement, AddressFamily.IPV4),
                                text(placement, AddressFamily.IPV6),
                                placement.addresses().mac().toString(),
                                podType(ownership.workload()))));
    }

    private static String text(Placement placement, AddressFamily family) {
        return placement.addresses().ip(family).map(IpAddress::toString).orElse("");
    }

    private static String podType(Workload workload) {
        if (workload instanceof VirtualMachine) {
            return VirtualMachine.KIND;
        }
        // kube-ovn looks for the owner under that kind, and knows Kubernetes' own StatefulSets only.
        return workload instanceof StatefulSetMember member && member.kind().equals(StatefulSetMember.KIND)
                ? StatefulSetMember.KIND
                : "";
    }

    /** The addresses, whichever field they stand in, without what is none. */
    HeldAddresses held() {
        return HeldAddresses.read(
                List.of(macAddress + " " + v4IpAddress + " " + v6IpAddress + " " + ipAddress.replace(',', ' ')));
    }
}
