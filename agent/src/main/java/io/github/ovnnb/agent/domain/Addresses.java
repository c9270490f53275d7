package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Collectors;

/** One interface's addresses: a MAC and at most one IP of each family, IPv4 first. */
public record Addresses(MacAddress mac, List<IpAddress> ips) {
    private static final String SPACES = " \t\n\u000B\f\r";

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
        var words = words(lines.get(0));
        var mac = words.stream().findFirst().flatMap(MacAddress::parse);
        var ips = new ArrayList<IpAddress>();
        words.stream().skip(1).forEach(word -> IpAddress.parse(word).ifPresent(ips::add));
        boolean oneOfAFamily = ips.stream().map(IpAddress::family).distinct().count() == ips.size();
        return mac.isPresent() && ips.size() == words.size() - 1 && oneOfAFamily
                ? Optional.of(new Addresses(mac.get(), ips))
                : Optional.empty();
    }

    static List<String> words(String line) {
        var words = new ArrayList<String>();
        for (var tokens = new StringTokenizer(line, SPACES); tokens.hasMoreTokens(); ) {
            words.add(tokens.nextToken());
        }
        return words;
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
