package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that does not fit together among subnets and pools. Work goes on nevertheless, each switch by itself.
 *
 * @param subject {@code Subnet <name>} or {@code IPPool <name>}
 * @param detail the values that do not fit
 * @param repair what would be right
 */
public record CatalogFault(Kind kind, String subject, String detail, String repair) {
    /** What is wrong. */
    public enum Kind {
        SUBNETS_OVERLAP,
        POOLS_OVERLAP,
        POOL_WITHOUT_SUBNET,
        POOL_OUTSIDE_SUBNET
    }

    private record Block(Cidr cidr, Subnet subnet) {}

    /** The same catalog gives the same faults in the same order. */
    public static List<CatalogFault> in(SubnetCatalog catalog) {
        var faults = new ArrayList<CatalogFault>();
        var byVpc = catalog.all().stream()
                .filter(subnet -> !subnet.underlay() && subnet.provider().isOvn())
                .collect(Collectors.groupingBy(Subnet::vpcName));
        byVpc.forEach((vpc, subnets) -> overlaps(vpc, subnets, faults));
        catalog.pools().all().forEach(pool -> misplaced(pool, catalog, faults));
        catalog.pools().overlaps().forEach(overlap -> faults.add(overlapping(overlap)));
        faults.sort(Comparator.comparing(CatalogFault::subject).thenComparing(CatalogFault::detail));
        return List.copyOf(faults);
    }

    /** In order of their first addresses, each is compared with the one before that reaches farthest: enough to find every one that overlaps. */
    private static void overlaps(String vpc, List<Subnet> subnets, List<CatalogFault> faults) {
        var farthest = new HashMap<AddressFamily, Block>();
        subnets.stream()
                .flatMap(subnet -> subnet.cidrs().stream().map(cidr -> new Block(cidr, subnet)))
                .sorted(Comparator.comparing((Block block) -> block.cidr().network())
                        .thenComparing(block -> block.subnet().name()))
                .forEach(block -> {
                    var before = farthest.get(block.cidr().family());
                    if (before != null && before.cidr().contains(block.cidr().network())) {
                        faults.add(overlap(vpc, before, block));
                    }
                    farthest.merge(block.cidr().family(), block, CatalogFault::farther);
                });
    }

    private static Block farther(Block one, Block other) {
        return one.cidr().last().compareTo(other.cidr().last()) >= 0 ? one : other;
    }

    private static CatalogFault overlap(String vpc, Block before, Block block) {
        return new CatalogFault(
                Kind.SUBNETS_OVERLAP,
                "Subnet " + block.subnet().name(),
                block.cidr() + " overlaps " + before.cidr() + " of Subnet "
                        + before.subnet().name() + " in VPC " + vpc
                        + ", so one address can be given out on both",
                "give one of them another cidrBlock, or move it to another VPC");
    }

    private static void misplaced(Pool pool, SubnetCatalog catalog, List<CatalogFault> faults) {
        var subnet = catalog.named(pool.subnet());
        if (subnet.isEmpty()) {
            faults.add(new CatalogFault(
                    Kind.POOL_WITHOUT_SUBNET,
                    "IPPool " + pool.name(),
                    "it is of subnet " + pool.subnet() + ", which does not exist",
                    "make that subnet, or name another"));
            return;
        }
        var outside = pool.ranges().stream()
                .filter(range ->
                        !(subnet.get().contains(range.first()) && subnet.get().contains(range.last())))
                .map(AddressRange::toString)
                .collect(Collectors.joining(","));
        if (!outside.isEmpty()) {
            faults.add(new CatalogFault(
                    Kind.POOL_OUTSIDE_SUBNET,
                    "IPPool " + pool.name(),
                    outside + " is outside of subnet " + pool.subnet() + " ("
                            + subnet.get().cidrText() + "), so nobody gets it",
                    "list addresses inside"));
        }
    }

    private static CatalogFault overlapping(PoolCatalog.Overlap overlap) {
        var pool = overlap.pool();
        return new CatalogFault(
                Kind.POOLS_OVERLAP,
                "IPPool " + pool.name(),
                overlap.lost().stream().map(AddressRange::toString).collect(Collectors.joining(","))
                        + " is in an earlier pool of subnet " + pool.subnet() + " too, and belongs to that",
                "list each address in one pool");
    }
}
