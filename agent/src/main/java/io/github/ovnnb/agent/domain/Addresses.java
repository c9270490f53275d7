package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/** One interface's addresses: a MAC and at most one IP of each family, IPv4 first. */
public record Addresses(MacAddress mac, List<IpAddress> ips) {
    private static final String SPACES = " \t\n\u000B\f\r";

    public Addresses {
        ips = ips.size() < 2 ? List.copyOf(ips) : ips.stream().sorted().toList();
        if (!areOfDifferentFamilies(ips)) {
            throw new IllegalArgumentException("more than one address of a family: " + ips);
        }
    }

    private static boolean areOfDifferentFamilies(List<IpAddress> ips) {
        return ips.size() < 2 || ips.stream().map(IpAddress::family).distinct().count() == ips.size();
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
        var mac = words.isEmpty() ? Optional.<MacAddress>empty() : MacAddress.parse(words.get(0));
        var ips = new ArrayList<IpAddress>(2);
        for (int at = 1; at < words.size(); at++) {
            IpAddress.parse(words.get(at)).ifPresent(ips::add);
        }
        return mac.isPresent() && ips.size() == words.size() - 1 && areOfDifferentFamilies(ips)
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
        return CommaList.of(ips);
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
