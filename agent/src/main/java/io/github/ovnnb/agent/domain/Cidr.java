package io.github.ovnnb.agent.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/** A network in prefix notation. Host bits of the text are dropped, as kube-ovn does with {@code cidrBlock}. */
public record Cidr(IpAddress network, int prefixLength) {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    public Cidr {
        if (prefixLength < 0 || prefixLength > network.family().bits()) {
            throw new IllegalArgumentException("not a prefix length of " + network.family() + ": " + prefixLength);
        }
        network = mask(network, prefixLength, false);
    }

    /** Reads {@code address/length}; empty when it is not that. */
    public static Optional<Cidr> parse(String text) {
        var parts = text.strip().split("/", -1);
        if (parts.length != 2 || !LENGTH.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(parts[1]);
        return IpAddress.parse(parts[0])
                .filter(address -> length <= address.family().bits())
                .map(address -> new Cidr(address, length));
    }

    public static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a CIDR: " + text));
    }

    public AddressFamily family() {
        return network.family();
    }

    /** The last address: for IPv4 the broadcast address. */
    public IpAddress last() {
        return mask(network, prefixLength, true);
    }

    public AddressRange range() {
        return new AddressRange(network, last());
    }

    public boolean contains(IpAddress address) {
        return range().contains(address);
    }

    /** Both ends of a /31 or /127 belong to hosts, RFC 3021 and RFC 6164; a /32 or /128 is its only host. */
    private boolean allAreHosts() {
        return prefixLength >= family().bits() - 1;
    }

    /** What may belong to a host: all but the network and the broadcast address (and, as kube-ovn has it, their IPv6 likes). */
    public AddressRange hosts() {
        return allAreHosts() ? range() : new AddressRange(network.next(), last().previous());
    }

    private static IpAddress mask(IpAddress address, int length, boolean ones) {
        int hostBits = address.family().bits() - length;
        long lowMask = hostBits >= 64 ? -1L : (1L << hostBits) - 1;
        long highMask = hostBits <= 64 ? 0L : hostBits == 128 ? -1L : (1L << (hostBits - 64)) - 1;
        return ones
                ? new IpAddress(address.family(), address.high() | highMask, address.low() | lowMask)
                : new IpAddress(address.family(), address.high() & ~highMask, address.low() & ~lowMask);
    }

    @Override
    public String toString() {
        return network + "/" + prefixLength;
    }
}
