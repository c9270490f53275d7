package io.github.ovnnb.agent.domain;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is free of one subnet: in each named pool, and in the rest. Each address belongs to one of them, which is found in logarithmic time.
 */
final class FreePools {
    static final FreePools NONE = new FreePools();

    private record Piece(IpAddress last, String pool) {}

    private final Map<String, Map<AddressFamily, FreeAddresses>> byPool = new HashMap<>();
    private final TreeMap<IpAddress, Piece> pieces = new TreeMap<>();

    private FreePools() {}

    /** Everything free but the gateway, what is excluded and what nodes have. */
    FreePools(Subnet subnet, List<Pool> pools, NodeAddresses nodes) {
        var never = Stream.of(
                        subnet.excluded().stream(),
                        subnet.gateways().stream().map(AddressRange::of),
                        nodes.within(subnet).stream().map(AddressRange::of))
                .flatMap(ranges -> ranges)
                .toList();
        for (var pool : pools) {
            divide(subnet, pool, never);
        }
        var rest = new EnumMap<AddressFamily, FreeAddresses>(AddressFamily.class);
        var elsewhere = Stream.concat(never.stream(), pools.stream().flatMap(pool -> pool.ranges().stream()))
                .toList();
        subnet.cidrs().forEach(cidr -> rest.put(cidr.family(), new FreeAddresses(cidr, elsewhere)));
        byPool.put(Pool.REST, rest);
    }

    private void divide(Subnet subnet, Pool pool, List<AddressRange> never) {
        var inside = pool.ranges().stream()
                .flatMap(range -> subnet.cidrs().stream().flatMap(cidr -> range.intersect(cidr.hosts()).stream()))
                .toList();
        var free = new EnumMap<AddressFamily, FreeAddresses>(AddressFamily.class);
        PoolCatalog.merged(inside).forEach((family, ranges) -> {
            free.put(family, FreeAddresses.within(ranges, never));
            ranges.ranges().forEach(range -> pieces.put(range.first(), new Piece(range.last(), pool.name())));
        });
        byPool.put(pool.name(), free);
    }

    /** The name of the pool that the address belongs to, {@link Pool#REST} if to none. */
    String poolOf(IpAddress ip) {
        var piece = pieces.floorEntry(ip);
        return piece != null && ip.compareTo(piece.getValue().last()) <= 0
                ? piece.getValue().pool()
                : Pool.REST;
    }

    private Optional<FreeAddresses> of(String pool, AddressFamily family) {
        return Optional.ofNullable(byPool.getOrDefault(pool, Map.of()).get(family));
    }

    void take(IpAddress ip) {
        of(poolOf(ip), ip.family()).ifPresent(addresses -> addresses.take(ip));
    }

    void free(IpAddress ip) {
        of(poolOf(ip), ip.family()).ifPresent(addresses -> addresses.free(ip));
    }

    Optional<IpAddress> next(String pool, AddressFamily family) {
        return of(pool, family).flatMap(FreeAddresses::next);
    }

    /** Whether one who takes from this pool alone could have an address of every family that it has. */
    boolean hasSpace(String pool) {
        var families = byPool.getOrDefault(pool, Map.of()).values();
        return !families.isEmpty()
                && families.stream().allMatch(addresses -> addresses.next().isPresent());
    }

    /** In order. */
    List<AddressRange> ranges(String pool, AddressFamily family) {
        return of(pool, family).map(FreeAddresses::ranges).orElse(List.of());
    }

    /** Of all pools and the rest, in order. */
    List<AddressRange> ranges(AddressFamily family) {
        var all = new AddressRanges();
        byPool.keySet().forEach(pool -> ranges(pool, family).forEach(all::add));
        return all.ranges();
    }

    boolean isEmpty() {
        return byPool.isEmpty();
    }
}
