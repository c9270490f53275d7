package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
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
    private final Map<String, List<Subnet>> byNamespace = new HashMap<>();
    private final List<Subnet> defaults = new ArrayList<>();

    public SubnetCatalog(Collection<Subnet> subnets) {
        subnets.stream().sorted(Comparator.comparing(Subnet::name)).forEach(subnet -> {
            byName.put(subnet.name(), subnet);
            if (subnet.provider().isDefault()) {
                subnet.namespaces()
                        .forEach(namespace -> byNamespace
                                .computeIfAbsent(namespace, none -> new ArrayList<>())
                                .add(subnet));
                if (subnet.isDefault()) {
                    defaults.add(subnet);
                }
            }
        });
    }

    public Optional<Subnet> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Subnet> all() {
        return List.copyOf(byName.values());
    }

    /** Those bound to the namespace by name, in order of their names; none bound: the default subnet. */
    public List<Subnet> forNamespace(String namespace) {
        return List.copyOf(byNamespace.getOrDefault(namespace, defaults));
    }
}
