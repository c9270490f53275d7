package io.github.ovnnb.agent.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All subnets at one moment, and which of them a namespace's Pods use. */
public final class SubnetCatalog {
    public static final SubnetCatalog EMPTY = new SubnetCatalog(List.of());

    private final Map<String, Subnet> byName = new HashMap<>();
    /** Of the default network, in order of their names. */
    private final List<Subnet> ofPods;

    public SubnetCatalog(Collection<Subnet> subnets) {
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

    /** Those that serve the namespace by its name or labels, in order of their names; if none does, the default subnets. */
    public List<Subnet> forNamespace(String namespace, Map<String, String> labels) {
        var bound = ofPods.stream()
                .filter(subnet -> subnet.serves(namespace, labels))
                .toList();
        return bound.isEmpty() ? ofPods.stream().filter(Subnet::isDefault).toList() : bound;
    }
}
