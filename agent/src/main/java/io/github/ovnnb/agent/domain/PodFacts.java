package io.github.ovnnb.agent.domain;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What we need to know of a Pod.
 *
 * @param annotations all of them, as they are now
 * @param controller the owner reference with {@code controller: true}
 * @param deleting whether {@code metadata.deletionTimestamp} is set
 * @param resourceVersion as the API server gives it; a number in practice, and then a greater one is newer
 * @param nodeName empty until it is scheduled
 * @param networks its further interfaces
 * @param overdue whether it should have been gone for long, and no container of it runs any more
 */
public record PodFacts(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        Map<String, String> annotations,
        Optional<OwnerReference> controller,
        Phase phase,
        boolean deleting,
        boolean hostNetwork,
        String nodeName,
        Networks networks,
        boolean overdue) {
    public PodFacts(
            String namespace,
            String name,
            String uid,
            String resourceVersion,
            Map<String, String> annotations,
            Optional<OwnerReference> controller,
            Phase phase,
            boolean deleting,
            boolean hostNetwork,
            String nodeName) {
        this(
                namespace,
                name,
                uid,
                resourceVersion,
                annotations,
                controller,
                phase,
                deleting,
                hostNetwork,
                nodeName,
                Networks.NONE,
                false);
    }

    /** {@code status.phase}; SUCCEEDED and FAILED are final. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }

    public record OwnerReference(String apiVersion, String kind, String name, String uid) {
        /** Empty text for Kubernetes' core group. */
        public String group() {
            int slash = apiVersion.indexOf('/');
            return slash < 0 ? "" : apiVersion.substring(0, slash);
        }
    }

    /** Has run to its end: its containers never start again. */
    public boolean isFinished() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }

    /** Whether the annotations already say what the interface of this network got. */
    public boolean isAllocated(Provider provider) {
        return "true".equals(annotations.get(provider.annotation(Annotations.ALLOCATED)));
    }

    /** Whether a later version is known to exist, so that what we see here is outdated. */
    public boolean isOlderThan(String version) {
        return ResourceVersions.isOlder(resourceVersion, version);
    }

    /** Whether it has an interface on this network; one that it was given counts until the annotation can be read again. */
    public boolean isAttachedTo(Provider provider) {
        return provider.isDefault()
                || networks.ask(provider)
                || networks.fault().isPresent() && isAllocated(provider);
    }

    /** Of its interfaces beside the default one; where the annotation can't be read, of those that it was given. */
    Stream<Provider> furtherNetworks() {
        return networks.fault().isEmpty()
                ? networks.attachments().stream().map(Attachment::provider)
                : annotations.keySet().stream()
                        .flatMap(key -> Provider.ofAnnotation(key, Annotations.ALLOCATED).stream())
                        .filter(provider -> !provider.isDefault() && provider.isOvn() && isAllocated(provider))
                        .sorted(Comparator.comparing(Provider::name));
    }

    /** A Pod on its way out that never got an address needs none any more. */
    public boolean needsPort(Provider provider) {
        return mayUsePort(provider) && (!deleting || isAllocated(provider));
    }

    /** Of a machine's launchers: whether they are of the same run of it. */
    boolean isMadeBySameAs(PodFacts other) {
        return controller.map(OwnerReference::uid).equals(other.controller.map(OwnerReference::uid));
    }

    /** Whether an address that it was given may be in use. */
    public boolean mayUsePort(Provider provider) {
        return isAttachedTo(provider) && !hostNetwork && !isFinished() && !overdue;
    }
}
