package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The pages of one logical switch in the {@link AddressBook}: who holds which IP and MAC, what is reserved, and what is free. */
final class SwitchBook {
    private static final Comparator<MacAddress> BY_BITS = Comparator.comparingLong(MacAddress::bits);

    private final String name;
    private final Holdings<IpAddress> ips = new Holdings<>();
    private final Holdings<MacAddress> macs = new Holdings<>();
    private final SwitchReservations reservations = new SwitchReservations();
    private FreePools free = FreePools.NONE;
    private Optional<Definition> definition = Optional.empty();

    private record Definition(Subnet subnet, List<Pool> pools, Collection<IpAddress> nodes) {}

    SwitchBook(String name) {
        this.name = name;
    }

    /**
     * Draws the free addresses anew: the CIDR, what is excluded, the pools or the nodes may have changed under the holders, who keep what they
     * have. Returns whether anything has.
     */
    boolean define(Subnet subnet, List<Pool> pools, NodeAddresses nodes) {
        var now = Optional.of(new Definition(subnet, pools, nodes.within(subnet)));
        if (definition.equals(now)) {
            return false;
        }
        definition = now;
        free = new FreePools(subnet, pools, nodes);
        ips.addresses().forEach(free::take);
        reservations.addresses().forEach(free::take);
        return true;
    }

    void undefine() {
        definition = Optional.empty();
        free = FreePools.NONE;
    }

    void hold(String port, HeldAddresses held) {
        for (var ip : held.ips()) {
            if (ips.add(ip, port)) {
                free.take(ip);
            }
        }
        held.macs().forEach(mac -> macs.add(mac, port));
    }

    /** Returns what became free, in an order that does not depend on chance. */
    Collection<WakeKey> letGo(String port, HeldAddresses held) {
        var freed = new ArrayList<WakeKey>();
        for (var ip : held.ips().stream().sorted().toList()) {
            if (ips.remove(ip, port)) {
                freed.addAll(unheld(ip));
            } else {
                ips.onlyHolder(ip).map(WakeKey.PortName::new).ifPresent(freed::add);
            }
        }
        for (var mac : held.macs().stream().sorted(BY_BITS).toList()) {
            if (macs.remove(mac, port)) {
                freed.add(new WakeKey.FreeMac(name, mac));
            } else {
                macs.onlyHolder(mac).map(WakeKey.PortName::new).ifPresent(freed::add);
            }
        }
        return freed;
    }

    /** What those wait for who want some of these. */
    Collection<WakeKey> keysOf(HeldAddresses held) {
        var keys = new ArrayList<WakeKey>();
        held.ips().stream().sorted().forEach(ip -> keys.addAll(keysOf(ip)));
        held.macs().stream().sorted(BY_BITS).forEach(mac -> keys.add(new WakeKey.FreeMac(name, mac)));
        return keys;
    }

    private List<WakeKey> keysOf(IpAddress ip) {
        return List.of(new WakeKey.FreeIp(name, ip), new WakeKey.Space(name, free.poolOf(ip)));
    }

    /** No port has the address; if it is reserved it is there only for whom it is reserved for. */
    private List<WakeKey> unheld(IpAddress ip) {
        if (reservations.isReserved(ip)) {
            return reservations.portsFor(ip).stream()
                    .<WakeKey>map(WakeKey.PortName::new)
                    .toList();
        }
        free.free(ip);
        return keysOf(ip);
    }

    /** Returns whom it is good for. */
    Collection<WakeKey> reserve(ReservedIp reserved) {
        reservations.add(reserved);
        reserved.held().ips().forEach(free::take);
        return reserved.forPort().<WakeKey>map(WakeKey.PortName::new).stream().toList();
    }

    /** Returns what became free. */
    Collection<WakeKey> unreserve(ReservedIp reserved) {
        reservations.remove(reserved);
        var freed = new ArrayList<WakeKey>();
        reserved.held().ips().stream().sorted().filter(ip -> !ips.isHeld(ip)).forEach(ip -> freed.addAll(unheld(ip)));
        reserved.held().macs().stream()
                .sorted(BY_BITS)
                .filter(mac -> !isHeld(mac))
                .forEach(mac -> freed.add(new WakeKey.FreeMac(name, mac)));
        return freed;
    }

    List<HeldAddresses> reservedFor(String port) {
        return reservations.of(port).stream().map(ReservedIp::held).toList();
    }

    /** The ports that hold any of these, by name. */
    Set<String> holders(HeldAddresses held) {
        var holders = new TreeSet<String>();
        held.ips().forEach(ip -> holders.addAll(ips.holders(ip)));
        held.macs().forEach(mac -> holders.addAll(macs.holders(mac)));
        return holders;
    }

    Optional<Holder> otherHolder(IpAddress ip, String port) {
        return ips.otherHolder(ip, port).map(Holder.Port::new);
    }

    Optional<Holder> otherHolder(MacAddress mac, String port) {
        return macs.otherHolder(mac, port).map(Holder.Port::new);
    }

    Optional<Holder> reservationAgainst(IpAddress ip, String port) {
        return reservations.against(ip, port).map(reserved -> new Holder.Reserved(reserved.name()));
    }

    Optional<Holder> reservationAgainst(MacAddress mac, String port) {
        return reservations.against(mac, port).map(reserved -> new Holder.Reserved(reserved.name()));
    }

    boolean isHeld(MacAddress mac) {
        return macs.isHeld(mac) || reservations.isReserved(mac);
    }

    Optional<IpAddress> next(String pool, AddressFamily family) {
        return free.next(pool, family);
    }

    boolean hasSpace(String pool) {
        return free.hasSpace(pool);
    }

    /** Costs a look at every address that is held. */
    SubnetUsage usage(Subnet subnet) {
        return new SubnetUsage(
                name,
                subnet.cidrs().stream()
                        .map(cidr -> new SubnetUsage.FamilyUsage(
                                cidr.family(), free.ranges(cidr.family()), used(cidr::contains)))
                        .toList());
    }

    /** The same for one pool. */
    PoolUsage usage(Pool pool) {
        var families = definition.stream()
                .flatMap(defined -> defined.subnet().cidrs().stream())
                .map(Cidr::family)
                .filter(pool::has)
                .map(family -> new SubnetUsage.FamilyUsage(
                        family,
                        free.ranges(pool.name(), family),
                        used(ip -> ip.family() == family && free.poolOf(ip).equals(pool.name()))))
                .toList();
        return new PoolUsage(pool.name(), families);
    }

    /** A reserved address is used, as in kube-ovn: it is not to be had. */
    private List<AddressRange> used(Predicate<IpAddress> counted) {
        var using = new AddressRanges();
        ips.addresses().stream().filter(counted).map(AddressRange::of).forEach(using::add);
        reservations.addresses().stream().filter(counted).map(AddressRange::of).forEach(using::add);
        return using.ranges();
    }

    boolean isBlank() {
        return ips.isEmpty() && macs.isEmpty() && free.isEmpty() && reservations.isEmpty();
    }
}
