package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.Reservation.Held;
import io.github.ovnnb.agent.domain.Reservation.Impossible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Finds addresses for one port: stated ones after a conflict check, one of a pool, what the port had before or has reserved, or the lowest
 * free. It looks into the {@link AddressBook} and changes nothing there.
 */
final class Allocator {
    private static final int MAC_DRAWS = 1_000;

    private final AddressBook book;
    private final RandomGenerator random;

    Allocator(AddressBook book, RandomGenerator random) {
        this.book = book;
        this.random = random;
    }

    /**
     * @param memberIndex position in a pool that a StatefulSet member is entitled to
     * @param had what the port has now, to be kept if the request allows
     */
    record Question(
            PortIdentity port,
            AddressRequest request,
            OptionalInt memberIndex,
            Optional<Placement> had,
            List<Subnet> subnets,
            SubnetCatalog catalog) {
        String annotation(String key) {
            return "annotation " + port.provider().annotation(key);
        }
    }

    Reservation find(Question question) {
        var named = question.request().namedPool();
        if (named.isPresent() && question.request().fixedIps().isEmpty()) {
            var misnamed = PoolChoice.misnamed(question);
            if (misnamed.isPresent()) {
                return misnamed.get();
            }
        }
        var candidates = PoolChoice.subnets(question);
        if (candidates.isEmpty()) {
            return Refusals.noSubnet(question);
        }
        var subnets = candidates.stream()
                .filter(subnet -> subnet.cidrs().stream()
                        .anyMatch(cidr -> question.request().wants(cidr.family())))
                .toList();
        return subnets.isEmpty() ? Refusals.noFamily(question, candidates) : find(question, subnets);
    }

    private Reservation find(Question question, List<Subnet> subnets) {
        var request = question.request();
        if (!request.fixedIps().isEmpty()) {
            return stated(question, subnets, request.fixedIps(), Annotations.IP_ADDRESS);
        }
        if (request.pool().isEmpty()) {
            return unstated(question, subnets);
        }
        return question.memberIndex().isPresent()
                ? member(
                        question,
                        subnets,
                        request.pool().get(),
                        question.memberIndex().getAsInt())
                : anyOf(question, subnets, request.pool().get());
    }

    private Reservation member(Question question, List<Subnet> subnets, AddressPool pool, int index) {
        return index >= 0 && index < pool.size()
                ? stated(question, subnets, pool.entries().get(index).ips(), Annotations.IP_POOL)
                : Refusals.beyondPool(question, pool, index);
    }

    private Reservation anyOf(Question question, List<Subnet> subnets, AddressPool pool) {
        var current = question.had().map(had -> had.addresses().ips());
        var refusals = new ArrayList<Impossible>();
        for (var entry : ownFirst(pool.entries(), current)) {
            var found = stated(question, subnets, entry.ips(), Annotations.IP_POOL);
            if (found instanceof Impossible refusal) {
                refusals.add(refusal);
            } else {
                return found;
            }
        }
        return Refusals.poolExhausted(question, pool, refusals);
    }

    private static List<AddressPool.Entry> ownFirst(
            List<AddressPool.Entry> entries, Optional<List<IpAddress>> current) {
        var own = entries.stream()
                .filter(entry ->
                        current.filter(ips -> ips.containsAll(entry.ips())).isPresent())
                .findFirst();
        if (own.isEmpty()) {
            return entries;
        }
        var ordered = new ArrayList<AddressPool.Entry>(List.of(own.get()));
        ordered.addAll(entries);
        return ordered;
    }

    /** The first subnet that contains all stated addresses; a family not stated is chosen by us. */
    private Reservation stated(Question question, List<Subnet> subnets, List<IpAddress> ips, String key) {
        var subnet = subnets.stream()
                .filter(candidate -> ips.stream().allMatch(candidate::contains))
                .findFirst();
        if (subnet.isEmpty()) {
            return Refusals.outside(question, subnets, ips, key);
        }
        for (var ip : ips) {
            var unusable = question.catalog().whyUnusable(subnet.get(), ip);
            if (unusable.isPresent()) {
                return Refusals.unusable(question, ip, key, unusable.get());
            }
            var holder = otherHolder(question, subnet.get(), ip);
            if (holder.isPresent()) {
                return Refusals.taken(question, subnet.get(), ip, holder.get());
            }
        }
        return complete(question, subnet.get(), ips);
    }

    private Reservation unstated(Question question, List<Subnet> all) {
        var subnets = PoolChoice.withPools(question, all);
        if (subnets.isEmpty()) {
            return Refusals.poolsElsewhere(question, all);
        }
        var before = had(question, subnets).or(() -> reserved(question, subnets));
        if (before.isPresent()) {
            return complete(question, before.get(), List.of());
        }
        for (var subnet : subnets) {
            if (hasSpace(question, subnet)) {
                return complete(question, subnet, List.of());
            }
        }
        return Refusals.full(question, subnets);
    }

    private static Optional<Subnet> had(Question question, List<Subnet> subnets) {
        return question.had()
                .flatMap(had -> subnets.stream()
                        .filter(subnet -> subnet.name().equals(had.logicalSwitch()))
                        .filter(subnet -> had.addresses().ips().stream().allMatch(subnet::contains))
                        .findFirst());
    }

    private Optional<Subnet> reserved(Question question, List<Subnet> subnets) {
        return subnets.stream()
                .filter(subnet -> subnet.cidrs().stream()
                        .anyMatch(cidr -> reservedIp(question, subnet, cidr).isPresent()))
                .findFirst();
    }

    private boolean hasSpace(Question question, Subnet subnet) {
        return subnet.cidrs().stream()
                .filter(cidr -> question.request().wants(cidr.family()))
                .allMatch(cidr -> next(question, subnet, cidr).isPresent());
    }

    /** Adds the families that are not stated, and a MAC. */
    private Reservation complete(Question question, Subnet subnet, List<IpAddress> stated) {
        var ips = new ArrayList<>(stated);
        for (var cidr : subnet.cidrs()) {
            boolean already = ips.stream().anyMatch(ip -> ip.family() == cidr.family());
            if (already || !question.request().wants(cidr.family())) {
                continue;
            }
            var ip = previousIp(question, subnet, cidr)
                    .or(() -> reservedIp(question, subnet, cidr))
                    .or(() -> next(question, subnet, cidr));
            if (ip.isEmpty()) {
                return Refusals.full(question, List.of(subnet));
            }
            ips.add(ip.get());
        }
        return withMac(question, subnet, ips);
    }

    private Optional<IpAddress> previousIp(Question question, Subnet subnet, Cidr cidr) {
        return question.had()
                .filter(had -> had.logicalSwitch().equals(subnet.name()))
                .flatMap(had -> had.addresses().ip(cidr.family()))
                .filter(ip -> mayHave(question, subnet, cidr, ip));
    }

    private Optional<IpAddress> reservedIp(Question question, Subnet subnet, Cidr cidr) {
        return book.reservedFor(subnet.name(), question.port().portName()).stream()
                .flatMap(held -> held.ips().stream().sorted())
                .filter(ip -> mayHave(question, subnet, cidr, ip))
                .filter(ip -> question.catalog().whyUnusable(subnet, ip).isEmpty())
                .findFirst();
    }

    private boolean mayHave(Question question, Subnet subnet, Cidr cidr, IpAddress ip) {
        return cidr.contains(ip)
                && PoolChoice.allows(question, ip)
                && otherHolder(question, subnet, ip).isEmpty();
    }

    private Optional<Holder> otherHolder(Question question, Subnet subnet, IpAddress ip) {
        return book.otherHolder(subnet.name(), ip, question.port().portName());
    }

    private Optional<Holder> otherHolder(Question question, Subnet subnet, MacAddress mac) {
        return book.otherHolder(subnet.name(), mac, question.port().portName());
    }

    private Optional<IpAddress> next(Question question, Subnet subnet, Cidr cidr) {
        return PoolChoice.of(question, subnet, cidr.family()).stream()
                .flatMap(pool -> book.next(subnet.name(), pool, cidr.family()).stream())
                .findFirst();
    }

    private Reservation withMac(Question question, Subnet subnet, List<IpAddress> ips) {
        if (question.request().fixedMac().isPresent()) {
            var mac = question.request().fixedMac().get();
            var holder = otherHolder(question, subnet, mac);
            return holder.isPresent() ? Refusals.macTaken(question, subnet, mac, holder.get()) : held(subnet, mac, ips);
        }
        var mac = question.had()
                .map(had -> had.addresses().mac())
                .or(() -> reservedMac(subnet, question.port().portName(), ips))
                .filter(previous -> otherHolder(question, subnet, previous).isEmpty())
                .orElseGet(() -> freeMac(subnet));
        return held(subnet, mac, ips);
    }

    /** Beside one of these addresses, or beside none. */
    private Optional<MacAddress> reservedMac(Subnet subnet, String port, List<IpAddress> ips) {
        return book.reservedFor(subnet.name(), port).stream()
                .filter(held -> held.ips().isEmpty() || ips.stream().anyMatch(held.ips()::contains))
                .flatMap(held -> held.macs().stream().sorted(Comparator.comparingLong(MacAddress::bits)))
                .findFirst();
    }

    private MacAddress freeMac(Subnet subnet) {
        for (int draw = 0; draw < MAC_DRAWS; draw++) {
            var mac = MacAddress.random(random);
            if (!book.isHeld(subnet.name(), mac)) {
                return mac;
            }
        }
        throw new IllegalStateException(
                "no free MAC in " + MAC_DRAWS + " draws out of 2^46: the random source is broken");
    }

    private static Held held(Subnet subnet, MacAddress mac, List<IpAddress> ips) {
        return new Held(subnet, new Placement(subnet.name(), new Addresses(mac, ips)));
    }
}
