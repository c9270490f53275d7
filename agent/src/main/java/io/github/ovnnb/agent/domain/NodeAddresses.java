package io.github.ovnnb.agent.domain;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses that nodes have ({@code status.addresses} of type {@code InternalIP}): a Pod on the network that reaches the nodes must not
 * have one of them. As in kube-ovn, that concerns overlay subnets of the default VPC; elsewhere the same number is another address.
 */
public record NodeAddresses(Map<IpAddress, String> nodeByAddress) {
    public static final NodeAddresses NONE = new NodeAddresses(Map.of());

    public NodeAddresses {
        nodeByAddress = Map.copyOf(nodeByAddress);
    }

    /** The name of the node that keeps the address from Pods of that subnet. */
    Optional<String> holder(Subnet subnet, IpAddress address) {
        return concern(subnet) ? Optional.ofNullable(nodeByAddress.get(address)) : Optional.empty();
    }

    /** What no Pod of that subnet may have. */
    Collection<IpAddress> within(Subnet subnet) {
        return concern(subnet)
                ? nodeByAddress.keySet().stream()
                        .filter(subnet::contains)
                        .sorted()
                        .toList()
                : List.of();
    }

    private static boolean concern(Subnet subnet) {
        return subnet.isInDefaultVpc() && !subnet.underlay();
    }
}
