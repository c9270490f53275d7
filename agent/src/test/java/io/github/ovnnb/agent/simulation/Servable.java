package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.MacAddress;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Pod could be given what it asks for, by its annotations and by the rows. */
final class Servable {
    private final SimulatedApi api;
    private final PortRows ports;
    private final SubnetCatalog catalog;
    private final List<ReservedIp> reservations;

    Servable(SimulatedApi api, PortRows ports, SubnetCatalog catalog, List<ReservedIp> reservations) {
        this.api = api;
        this.ports = ports;
        this.catalog = catalog;
        this.reservations = reservations;
    }

    /** What is in the way of that interface; empty if nothing is. */
    Optional<String> whyNot(PodFacts pod, PortIdentity port) {
        var row = ports.named(port.portName());
        if (row.isPresent() && !PortRows.belongsTo(row.get(), pod)) {
            return Optional.of("the name is taken by " + row.get());
        }
        var room = roomFor(pod, port);
        var badMac = text(pod, port, "mac_address").flatMap(mac -> whyNoMac(mac, room));
        return badMac.isPresent() ? badMac : whyNoIp(pod, port, room);
    }

    /** As the row has them that the annotations promise. */
    static String addressesOf(PodFacts pod, Provider provider) {
        var said = pod.annotations();
        return said.getOrDefault(provider.annotation("mac_address"), "") + " "
                + said.getOrDefault(provider.annotation("ip_address"), "").replace(',', ' ');
    }

    static Optional<String> text(PodFacts pod, PortIdentity port, String key) {
        return Optional.ofNullable(pod.annotations().get(port.provider().annotation(key)));
    }

    private static Optional<String> whyNoMac(String text, Room room) {
        var mac = MacAddress.parse(text);
        if (mac.isEmpty() || !mac.get().isUnicast()) {
            return Optional.of("malformed MAC");
        }
        return room.isTaken(mac.get()) ? Optional.of("MAC taken") : Optional.empty();
    }

    private Optional<String> whyNoIp(PodFacts pod, PortIdentity port, Room room) {
        var ips = text(pod, port, "ip_address");
        if (ips.isPresent()) {
            return room.whyNot(ips.get()).or(() -> whyFull(port, room, ips.get()));
        }
        var pool = text(pod, port, "ip_pool");
        if (pool.isEmpty()) {
            return whyFull(port, room, "");
        }
        return pool.get().matches("[a-z]+")
                ? whyExhausted(pool.get(), room)
                : whyNoneOf(pool.get(), pod, room).or(() -> whyFull(port, room, pool.get()));
    }

    // ---- room ----------------------------------------------------------------------------------------------------

    private Room roomFor(PodFacts pod, PortIdentity port) {
        var subnets = port.provider().isDefault()
                ? catalog.forNamespace(pod.namespace(), Map.of())
                : catalog.ofProvider(port.provider());
        var subnet = subnets.get(0);
        return new Room(subnet, othersThan(port, subnet), catalog.pools().ofSubnet(subnet.name()));
    }

    /** What ports of others have, or their Pods were told though a restore took the row; and what is reserved for others, unless the Pod's own port has it already. */
    private List<HeldAddresses> othersThan(PortIdentity port, Subnet subnet) {
        var own = ports.named(port.portName())
                .map(row -> HeldAddresses.read(row.addresses()))
                .orElse(HeldAddresses.NONE);
        var reserved = reservations.stream()
                .filter(one -> one.logicalSwitch().equals(subnet.name()))
                .filter(one -> one.forPort().filter(port.portName()::equals).isEmpty())
                .map(ReservedIp::held)
                .filter(held -> held.ips().stream().noneMatch(own.ips()::contains));
        var held = ports.all().stream()
                .filter(row -> row.logicalSwitches().contains(subnet.name()))
                .filter(row -> !row.name().equals(port.portName()))
                .map(row -> HeldAddresses.read(row.addresses()));
        var told = Claim.of(api.pods()).stream()
                .filter(claim -> claim.logicalSwitch().equals(subnet.name()))
                .filter(claim -> !claim.port().portName().equals(port.portName()))
                .map(Claim::held);
        return Stream.of(held, reserved, told).flatMap(all -> all).toList();
    }

    // ---- pools ---------------------------------------------------------------------------------------------------

    private Optional<String> whyExhausted(String name, Room room) {
        var pool = catalog.pools().named(name);
        if (pool.isEmpty()) {
            return Optional.of("there is no pool " + name);
        }
        boolean anyFree = pool.get().ranges().stream().anyMatch(room::hasFree);
        return anyFree ? Optional.empty() : Optional.of("pool " + name + " is exhausted");
    }

    /** A member of a set is meant by its place in the list. */
    private Optional<String> whyNoneOf(String pool, PodFacts pod, Room room) {
        var entries = Arrays.asList(pool.split(pool.contains(";") ? ";" : ","));
        var set = pod.controller()
                .filter(owner -> StatefulSetObject.isKind(owner.kind()))
                .flatMap(owner -> api.set(pod.namespace(), owner.name()));
        if (set.isPresent()) {
            int ordinal = Integer.parseInt(pod.name().substring(set.get().name().length() + 1));
            int index = ordinal - set.get().start();
            return index < 0 || index >= entries.size()
                    ? Optional.of("beyond the pool")
                    : room.whyNot(entries.get(index));
        }
        boolean anyFree = entries.stream().anyMatch(entry -> room.whyNot(entry).isEmpty());
        return anyFree ? Optional.empty() : Optional.of("pool exhausted");
    }

    /** @param stated addresses; there need be none free of a family that they tell */
    private Optional<String> whyFull(PortIdentity port, Room room, String stated) {
        if (ports.named(port.portName()).filter(room::hasAlone).isPresent() || isReservedFor(port, room)) {
            return Optional.empty();
        }
        for (var cidr : room.subnet().cidrs()) {
            boolean isStated = stated.contains(cidr.family() == AddressFamily.IPV4 ? "." : ":");
            if (!isStated && !room.hasFreeForAll(cidr.hosts())) {
                return Optional.of("the subnet has no free " + (cidr.family() == AddressFamily.IPV4 ? "IPv4" : "IPv6"));
            }
        }
        return Optional.empty();
    }

    private boolean isReservedFor(PortIdentity port, Room room) {
        return reservations.stream()
                .filter(one -> one.logicalSwitch().equals(room.subnet().name()))
                .filter(one -> one.forPort().filter(port.portName()::equals).isPresent())
                .anyMatch(one -> one.held().ips().stream().allMatch(room::isFree));
    }
}
