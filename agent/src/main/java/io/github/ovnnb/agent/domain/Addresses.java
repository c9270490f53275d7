package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One interface's addresses: a MAC and at most one IP of each family, IPv4 first. */
public record Addresses(MacAddress mac, List<IpAddress> ips) {
    static final Pattern SPACES = Pattern.compile("\\s+");

    public Addresses {
        ips = ips.stream().sorted().toList();
        if (ips.stream().map(IpAddress::family).distinct().count() < ips.size()) {
            throw new IllegalArgumentException("more than one address of a family: " + ips);
        }
    }

    /**
     * Reads the one string that we and kube-ovn write into {@code Logical_Switch_Port.addresses}, perhaps with {@code unknown} beside it; empty
     * for any other form.
     */
    public static Optional<Addresses> parse(Collection<String> column) {
        var lines =
                column.stream().filter(line -> !line.equals(PortSpec.UNKNOWN)).toList();
        if (lines.size() != 1) {
            return Optional.empty();
        }
        var words = SPACES.split(lines.get(0).strip());
        var mac = MacAddress.parse(words[0]);
        var ips = new ArrayList<IpAddress>();
        for (int i = 1; i < words.length; i++) {
            IpAddress.parse(words[i]).ifPresent(ips::add);
        }
        boolean oneOfAFamily = ips.stream().map(IpAddress::family).distinct().count() == ips.size();
        return mac.isPresent() && ips.size() == words.length - 1 && oneOfAFamily
                ? Optional.of(new Addresses(mac.get(), ips))
                : Optional.empty();
    }

    public Optional<IpAddress> ip(AddressFamily family) {
        return ips.stream().filter(ip -> ip.family() == family).findFirst();
    }

    /** The value of {@code ip_address}: {@code v4}, {@code v6} or {@code v4,v6}. */
    public String ipText() {
        return ips.stream().map(IpAddress::toString).collect(Collectors.joining(","));
    }

    public Set<IpAddress> ipSet() {
        return new HashSet<>(ips);
    }

    /** As the {@code addresses} column of ovn-nb(5) wants it: {@code "<mac> <ip4> <ip6>"}. */
    @Override
    public String toString() {
        var text = new StringBuilder(mac.toString());
        ips.forEach(ip -> text.append(' ').append(ip));
        return text.toString();
    }
}
