package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Optional;

/**
 * One more interface, as Multus is asked for it: an element of the Pod annotation {@code k8s.v1.cni.cncf.io/networks}.
 *
 * @param namespace of the NetworkAttachmentDefinition
 * @param name of the NetworkAttachmentDefinition
 * @param ips as they are written, perhaps with a prefix length behind a slash; not checked yet
 * @param mac as it is written
 */
public record Attachment(String namespace, String name, List<String> ips, Optional<String> mac) {
    public Attachment {
        ips = List.copyOf(ips);
    }

    /** Whose subnets serve it, if it is an OVN network at all: {@code <name>.<namespace>.ovn}. */
    public Provider provider() {
        return new Provider(name + "." + namespace + ".ovn");
    }
}
