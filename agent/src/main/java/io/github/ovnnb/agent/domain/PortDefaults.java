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

    /** Whether a new port on its network would be for us to make: only its subnets tell that an attachment is OVN's, and ours. */
    public boolean serves(PortIdentity port, SubnetCatalog catalog) {
        return port.provider().isDefault()
                ? primary
                : !catalog.ofProvider(port.provider()).isEmpty();
    }
}
