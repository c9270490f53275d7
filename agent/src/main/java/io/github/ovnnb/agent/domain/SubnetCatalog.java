package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All subnets at one moment with what divides them, and which of them a namespace's Pods use. */
public final class SubnetCatalog {
    public static final SubnetCatalog EMPTY = new SubnetCatalog(List.of());

    private final Map<String, Subnet> byName = new HashMap<>();
    /** Of the default network, in order of their names. */
    private final List<Subnet> ofPods;

    private final PoolCatalog pools;
    private final NodeAddresses nodes;

    public SubnetCatalog(Collection<Subnet> subnets) {
        this(subnets, PoolCatalog.EMPTY, NodeAddresses.NONE);
    }

    /** @param nodes what Pods may not have because nodes have it */
    public SubnetCatalog(Collection<Subnet> subnets, PoolCatalog pools, NodeAddresses nodes) {
        this.pools = pools;
        this.nodes = nodes;
        subnets.forEach(subnet -> byName.put(subnet.name(), subnet));
        ofPods = subnets.stream()
                .filter(subnet -> subnet.provider().isDefault())
                .sorted(Comparator.comparing(Subnet::name))
                .toList();
    }

    public Optional<Subnet> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Subnet> all() {
        return List.copyOf(byName.values());
    }

    /** Those of an attachment's network, in order of their names. */
    public List<Subnet> ofProvider(Provider provider) {
        return byName.values().stream()
                .filter(subnet -> subnet.provider().equals(provider))
                .sorted(Comparator.comparing(Subnet::name))
                .toList();
    }

    /** Whether each subnet is there as it is in the other, which may divide them otherwise. */
    public boolean hasTheSubnetsOf(SubnetCatalog other) {
        return byName.equals(other.byName);
    }

    /** The named parts of the subnets. */
    public PoolCatalog pools() {
        return pools;
    }

    NodeAddresses nodes() {
        return nodes;
    }

    /** Why no Pod may have this address although it lies inside of the subnet; empty when one may. */
    Optional<String> whyUnusable(Subnet subnet, IpAddress address) {
        return subnet.whyUnusable(address)
                .or(() -> nodeWith(subnet, address).map(node -> "it is the address of node " + node));
    }

    /** The name of the node that has the address, where it keeps Pods of that subnet from having it. */
    public Optional<String> nodeWith(Subnet subnet, IpAddress address) {
        return nodes.holder(subnet, address);
    }

    /** Those that serve the namespace by its name or labels, in order of their names; if none does, the default subnets. */
    public List<Subnet> forNamespace(String namespace, Map<String, String> labels) {
        var bound = new ArrayList<Subnet>();
        for (var subnet : ofPods) {
            if (subnet.serves(namespace, labels)) {
                bound.add(subnet);
            }
        }
        return bound.isEmpty() ? ofPods.stream().filter(Subnet::isDefault).toList() : bound;
    }
}
