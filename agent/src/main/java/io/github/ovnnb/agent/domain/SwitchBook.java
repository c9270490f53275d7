package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pages of one logical switch in the {@link AddressBook}: who holds which IP and MAC, and what is free. */
final class SwitchBook {
    private static final Comparator<MacAddress> BY_BITS = Comparator.comparingLong(MacAddress::bits);

    private final String name;
    private final Holdings<IpAddress> ips = new Holdings<>();
    private final Holdings<MacAddress> macs = new Holdings<>();
    private final Map<AddressFamily, FreeAddresses> free = new EnumMap<>(AddressFamily.class);
    private Optional<Subnet> defined = Optional.empty();

    SwitchBook(String name) {
        this.name = name;
    }

    /** Draws the free addresses anew: the CIDR or the excluded addresses may have changed under the holders, who keep what they have. */
    void define(Subnet subnet) {
        if (defined.filter(subnet::equals).isPresent()) {
            return;
        }
        defined = Optional.of(subnet);
        free.clear();
        for (var cidr : subnet.cidrs()) {
            var reserved = Stream.concat(
                    subnet.excluded().stream(), subnet.gateways().stream().map(AddressRange::of));
            free.put(cidr.family(), new FreeAddresses(cidr, reserved.toList()));
        }
        ips.addresses().forEach(this::takeFree);
    }

    void undefine() {
        defined = Optional.empty();
        free.clear();
    }

    void hold(String port, HeldAddresses held) {
        for (var ip : held.ips()) {
            if (ips.add(ip, port)) {
                takeFree(ip);
            }
        }
        held.macs().forEach(mac -> macs.add(mac, port));
    }

    /** Returns what became free, in an order that does not depend on chance. */
    Collection<WakeKey> letGo(String port, HeldAddresses held) {
        var freed = new ArrayList<WakeKey>();
        for (var ip : held.ips().stream().sorted().toList()) {
            if (ips.remove(ip, port)) {
                Optional.ofNullable(free.get(ip.family())).ifPresent(addresses -> addresses.free(ip));
                freed.add(new WakeKey.FreeIp(name, ip));
                freed.add(new WakeKey.Space(name));
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

    private void takeFree(IpAddress ip) {
        Optional.ofNullable(free.get(ip.family())).ifPresent(addresses -> addresses.take(ip));
    }

    Optional<String> otherHolder(IpAddress ip, String port) {
        return ips.otherHolder(ip, port);
    }

    Optional<String> otherHolder(MacAddress mac, String port) {
        return macs.otherHolder(mac, port);
    }

    boolean isHeld(MacAddress mac) {
        return macs.isHeld(mac);
    }

    Optional<IpAddress> next(AddressFamily family) {
        return Optional.ofNullable(free.get(family)).flatMap(FreeAddresses::next);
    }

    /** Whether a Pod that asks for nothing special could have an address of every family. */
    boolean hasSpace() {
        return !free.isEmpty()
                && free.values().stream().allMatch(addresses -> addresses.next().isPresent());
    }

    /** Costs a look at every address that is held. */
    SubnetUsage usage(Subnet subnet) {
        return new SubnetUsage(name, subnet.cidrs().stream().map(this::usage).toList());
    }

    private SubnetUsage.FamilyUsage usage(Cidr cidr) {
        var using = new AddressRanges();
        for (var ip : ips.addresses()) {
            if (cidr.contains(ip)) {
                using.add(AddressRange.of(ip));
            }
        }
        var available = Optional.ofNullable(free.get(cidr.family()))
                .map(FreeAddresses::ranges)
                .orElse(List.of());
        return new SubnetUsage.FamilyUsage(cidr.family(), available, using.ranges());
    }

    boolean isBlank() {
        return ips.isEmpty() && macs.isEmpty() && free.isEmpty();
    }
}
