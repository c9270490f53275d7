package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Optional;

/**
 * The interfaces that a Pod asks for beside its default one.
 *
 * @param fault what is wrong with the annotation: which value and what would be right; then there are no attachments
 */
public record Networks(List<Attachment> attachments, Optional<String> fault) {
    /** Where Multus reads them. */
    public static final String ANNOTATION = "k8s.v1.cni.cncf.io/networks";

    public static final Networks NONE = new Networks(List.of(), Optional.empty());

    public Networks {
        attachments = List.copyOf(attachments);
    }

    public static Networks malformed(String fault) {
        return new Networks(List.of(), Optional.of(fault));
    }

    /**
     * Whether an interface of that network is asked for. kube-ovn sets an interface's name behind the network's where one network is listed
     * twice; such ports of its are taken over.
     */
    boolean ask(Provider provider) {
        return attachments.stream()
                .map(attachment -> attachment.provider().name())
                .anyMatch(
                        name -> provider.name().equals(name) || provider.name().startsWith(name + "."));
    }

    /** The first of that network: a second one on the same network is not served. */
    Optional<Attachment> attachment(Provider provider) {
        return attachments.stream()
                .filter(attachment -> attachment.provider().equals(provider))
                .findFirst();
    }
}
