package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A Pod as the API server shows it.
 *
 * @param bornAt the resource version of its creation; empty when only a later one was seen
 * @param created to the second
 * @param claim whose member it is
 * @param told what its annotations promise, once {@code allocated} is "true"
 */
record PodSighting(
        String uid,
        String port,
        Optional<Long> bornAt,
        Instant created,
        boolean deleting,
        boolean finished,
        Optional<Claim> claim,
        Optional<Assignment> told) {

    /** On a launcher Pod: the uid of its virtual machine, which no owner reference of the Pod tells. */
    static final String MACHINE_UID = "ovnnb.test/machine-uid";

    private static final String PREFIX = "ovn.kubernetes.io/";

    /** @param added whether this is the Pod's creation itself */
    static PodSighting of(Pod pod, boolean added) {
        var metadata = pod.getMetadata();
        var owner = metadata.getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
        var instance = owner.filter(reference -> reference.getKind().equals("VirtualMachineInstance"))
                .map(OwnerReference::getName)
                .orElse(metadata.getName());
        var port = instance + "." + metadata.getNamespace();
        var phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        return new PodSighting(
                metadata.getUid(),
                port,
                added ? Optional.of(Long.parseLong(metadata.getResourceVersion())) : Optional.empty(),
                Instant.parse(metadata.getCreationTimestamp()),
                metadata.getDeletionTimestamp() != null,
                phase.equals("Succeeded") || phase.equals("Failed"),
                owner.flatMap(reference -> claim(pod, reference, port)),
                told(Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of())));
    }

    private static Optional<Claim> claim(Pod pod, OwnerReference owner, String port) {
        return switch (owner.getKind()) {
            case "StatefulSet" -> Optional.of(new Claim(owner.getUid(), port));
            case "VirtualMachineInstance" ->
                Optional.ofNullable(pod.getMetadata().getLabels().get(MACHINE_UID))
                        .map(uid -> new Claim(uid, port));
            default -> Optional.empty();
        };
    }

    private static Optional<Assignment> told(Map<String, String> annotations) {
        if (!"true".equals(annotations.get(PREFIX + "allocated"))) {
            return Optional.empty();
        }
        return Optional.of(Assignment.of(
                annotations.getOrDefault(PREFIX + "logical_switch", ""),
                annotations.getOrDefault(PREFIX + "mac_address", ""),
                annotations.getOrDefault(PREFIX + "ip_address", "")));
    }

    /** Somebody may be using its addresses. */
    boolean isLiving() {
        return !finished;
    }

    /** The same Pod, whose creation was seen earlier. */
    PodSighting bornAt(Optional<Long> version) {
        return new PodSighting(uid, port, version, created, deleting, finished, claim, told);
    }

    @Override
    public String toString() {
        return "Pod " + port + " (" + uid + ")" + (deleting ? ", being deleted," : "")
                + told.map(is -> " with " + is).orElse(" without address");
    }
}
