package io.github.ovnnb.agent.domain;

/**
 * What the configuration says of every port.
 *
 * @param portSecurity where the Pod's annotation says nothing
 * @param retention where the owner's annotations say nothing
 * @param primary whether the Pods' default interface is on our network; otherwise only attachments are
 */
public record PortDefaults(boolean portSecurity, RetentionPolicy retention, boolean primary) {
    public PortDefaults(boolean portSecurity) {
        this(portSecurity, RetentionPolicy.RELEASE, true);
    }
}
