package io.github.ovnnb.agent.domain;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Every address a row keeps from others, whatever its form: a foreign row may have several MACs, words such as {@code router} or
 * {@code unknown}, or more than one address of a family, and they all count as taken.
 */
public record HeldAddresses(Set<IpAddress> ips, Set<MacAddress> macs) {
    public static final HeldAddresses NONE = new HeldAddresses(Set.of(), Set.of());

    public HeldAddresses {
        ips = Set.copyOf(ips);
        macs = Set.copyOf(macs);
    }

    public static HeldAddresses of(Addresses addresses) {
        return new HeldAddresses(addresses.ipSet(), Set.of(addresses.mac()));
    }

    /** Reads {@code Logical_Switch_Port.addresses}, ovn-nb(5), passing over what is no address. */
    public static HeldAddresses read(Collection<String> column) {
        var ips = new HashSet<IpAddress>(4);
        var macs = new HashSet<MacAddress>(4);
        for (var line : column) {
            for (var word : Addresses.words(line)) {
                // No word is both, and to find out that a MAC is no IPv6 address costs an exception.
                var mac = MacAddress.parse(word);
                if (mac.isPresent()) {
                    macs.add(mac.get());
                } else {
                    IpAddress.parse(word).ifPresent(ips::add);
                }
            }
        }
        return new HeldAddresses(ips, macs);
    }

    public boolean isEmpty() {
        return ips.isEmpty() && macs.isEmpty();
    }

    public boolean hasAnyOf(Addresses addresses) {
        return macs.contains(addresses.mac()) || addresses.ips().stream().anyMatch(ips::contains);
    }

    HeldAddresses union(HeldAddresses other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        var allIps = new HashSet<>(ips);
        allIps.addAll(other.ips);
        var allMacs = new HashSet<>(macs);
        allMacs.addAll(other.macs);
        return new HeldAddresses(allIps, allMacs);
    }

    HeldAddresses minus(HeldAddresses other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        var fewerIps = new HashSet<>(ips);
        fewerIps.removeAll(other.ips);
        var fewerMacs = new HashSet<>(macs);
        fewerMacs.removeAll(other.macs);
        return new HeldAddresses(fewerIps, fewerMacs);
    }
}
