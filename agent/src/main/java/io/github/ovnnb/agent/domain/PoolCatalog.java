package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All named pools at one moment. An address that two pools of a subnet list belongs to the pool whose name comes first, so that it belongs to
 * one only and the same one everywhere.
 */
public final class PoolCatalog {
    public static final PoolCatalog EMPTY = new PoolCatalog(List.of());

    private final Map<String, Pool> byName = new LinkedHashMap<>();
    private final Map<String, List<Pool>> bySubnet = new HashMap<>();
    private final Map<String, List<Pool>> byNamespace = new HashMap<>();
    private final List<Overlap> overlaps = new ArrayList<>();

    /** Addresses that the pool lists, and an earlier one of its subnet has. */
    public record Overlap(Pool pool, List<AddressRange> lost) {
        public Overlap {
            lost = List.copyOf(lost);
        }
    }

    public PoolCatalog(Collection<Pool> pools) {
        var taken = new HashMap<String, Map<AddressFamily, AddressRanges>>();
        pools.stream().sorted(Comparator.comparing(Pool::name)).forEach(pool -> {
            var ofSubnet = taken.computeIfAbsent(pool.subnet(), none -> new EnumMap<>(AddressFamily.class));
            add(pool.of(carve(pool, ofSubnet)));
        });
    }

    private List<AddressRange> carve(Pool pool, Map<AddressFamily, AddressRanges> taken) {
        var own = new ArrayList<AddressRange>();
        var lost = new ArrayList<AddressRange>();
        for (var ranges : merged(pool.ranges()).values()) {
            for (var range : ranges.ranges()) {
                var others = taken.computeIfAbsent(range.first().family(), none -> new AddressRanges());
                var left = others.missingFrom(range);
                own.addAll(left);
                var keeps = new AddressRanges();
                left.forEach(keeps::add);
                lost.addAll(keeps.missingFrom(range));
                others.add(range);
            }
        }
        if (!lost.isEmpty()) {
            overlaps.add(new Overlap(pool, lost));
        }
        return own;
    }

    /** By family; ranges that touch or overlap are one. */
    static Map<AddressFamily, AddressRanges> merged(Collection<AddressRange> ranges) {
        var merged = new EnumMap<AddressFamily, AddressRanges>(AddressFamily.class);
        ranges.forEach(range -> merged.computeIfAbsent(range.first().family(), none -> new AddressRanges())
                .add(range));
        return merged;
    }

    private void add(Pool pool) {
        byName.put(pool.name(), pool);
        bySubnet.computeIfAbsent(pool.subnet(), none -> new ArrayList<>()).add(pool);
        pool.namespaces()
                .forEach(namespace -> byNamespace
                        .computeIfAbsent(namespace, none -> new ArrayList<>())
                        .add(pool));
    }

    public Optional<Pool> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In order of their names. */
    public List<Pool> all() {
        return List.copyOf(byName.values());
    }

    public List<Pool> ofSubnet(String subnet) {
        return List.copyOf(bySubnet.getOrDefault(subnet, List.of()));
    }

    /** Those bound to the namespace, of whatever subnet: if there are any, its Pods take nothing else unasked. */
    public List<Pool> forNamespace(String namespace) {
        return List.copyOf(byNamespace.getOrDefault(namespace, List.of()));
    }

    public List<Overlap> overlaps() {
        return List.copyOf(overlaps);
    }
}
