package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An {@code IP} resource as it stands. It is one of two things: the record of a port, which follows the port, or a reservation, which keeps
 * addresses whether there is a port or not.
 */
public record IpFacts(
        String name,
        String uid,
        String resourceVersion,
        Map<String, String> labels,
        List<String> finalizers,
        boolean deleting,
        IpSpec spec) {
    /** {@code "true"} makes any {@code IP} a reservation, as in kube-ovn. */
    public static final String RESERVED = "ovn.kubernetes.io/ip_reserved";

    /** Nobody would take kube-ovn's finalizer off where kube-ovn-controller does not run. */
    private static final Set<String> KUBE_OVN_FINALIZERS =
            Set.of("kubeovn.io/kube-ovn-controller", "kube-ovn-controller");

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String US = "ovn-nb-agent";

    public IpFacts {
        labels = Map.copyOf(labels);
        finalizers = List.copyOf(finalizers);
    }

    boolean isOurs() {
        return US.equals(labels.get(MANAGED_BY));
    }

    boolean hasKubeOvnsFinalizer() {
        return finalizers.stream().anyMatch(KUBE_OVN_FINALIZERS::contains);
    }

    List<String> otherFinalizers() {
        return finalizers.stream()
                .filter(finalizer -> !KUBE_OVN_FINALIZERS.contains(finalizer))
                .toList();
    }

    /** Written by a controller for a port: by us, or by kube-ovn, which says of each whether it is reserved. */
    boolean isRecord() {
        return isOurs() || hasKubeOvnsFinalizer() || labels.containsKey(RESERVED);
    }

    boolean isReserved() {
        return "true".equals(labels.get(RESERVED)) || !isRecord();
    }

    /** What it keeps; empty if it is no reservation, is being deleted, or names no subnet or address. */
    public Optional<ReservedIp> reservation() {
        var held = spec.held();
        return isReserved() && !deleting && !spec.subnet().isEmpty() && !held.isEmpty()
                ? Optional.of(new ReservedIp(
                        name,
                        spec.subnet(),
                        held,
                        port().map(PortIdentity::portName).or(this::portOfPod)))
                : Optional.empty();
    }

    private Optional<String> portOfPod() {
        return namesPod()
                ? Optional.of(PortIdentity.of(spec.namespace(), spec.podName()).portName())
                : Optional.empty();
    }

    private boolean namesPod() {
        return !spec.namespace().isEmpty() && !spec.podName().isEmpty();
    }

    /** The port whose name it has; empty if it names no Pod, or is named otherwise than that Pod's port. */
    public Optional<PortIdentity> port() {
        if (!namesPod()) {
            return Optional.empty();
        }
        var ofPods = PortIdentity.of(spec.namespace(), spec.podName());
        if (name.equals(ofPods.portName())) {
            return Optional.of(ofPods);
        }
        return name.startsWith(ofPods.portName() + ".")
                ? Optional.of(new PortIdentity(
                        spec.namespace(),
                        spec.podName(),
                        new Provider(name.substring(ofPods.portName().length() + 1))))
                : Optional.empty();
    }
}
