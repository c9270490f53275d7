package io.github.ovnnb.agent.domain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address as a number of up to 128 bits; an IPv4 address lives in {@code low} alone. Sorts all of IPv4 before IPv6, then by
 * number. Prints as RFC 5952 has it: {@code 10.16.0.15}, {@code fd00:10:16::f}.
 */
public record IpAddress(AddressFamily family, long high, long low) implements Comparable<IpAddress> {
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern IPV6_ALPHABET = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Reads a bare address in any spelling of its family; empty when the text is not an address. */
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    }

    /** For literals of our own, in code and tests. */
    public static IpAddress of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
    }

    static IpAddress ipv4(long number) {
        return new IpAddress(AddressFamily.IPV4, 0, number & 0xffff_ffffL);
    }

    /** Leading zeros are refused: some programs read them as octal, and then two of us mean different addresses. */
    private static Optional<IpAddress> parseIpv4(String text) {
        var octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return Optional.empty();
        }
        long number = 0;
        for (var octet : octets) {
            if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                return Optional.empty();
            }
            number = number << 8 | Integer.parseInt(octet);
        }
        return Optional.of(ipv4(number));
    }

    /** The alphabet is checked first, so the library can neither look up a name nor see a scope. */
    private static Optional<IpAddress> parseIpv6(String text) {
        if (!IPV6_ALPHABET.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            var bytes = InetAddress.getByName("[" + text + "]").getAddress();
            // An IPv4-mapped address comes back as four bytes.
            return Optional.of(
                    bytes.length == 4
                            ? new IpAddress(AddressFamily.IPV6, 0, 0xffff_0000_0000L | number(bytes, 0, 4))
                            : new IpAddress(AddressFamily.IPV6, number(bytes, 0, 8), number(bytes, 8, 16)));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    private static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    /** The address after this one; after the very last comes zero, which no caller reaches inside a range. */
    public IpAddress next() {
        return new IpAddress(family, low == -1L ? high + 1 : high, low + 1);
    }

    public IpAddress previous() {
        return new IpAddress(family, low == 0L ? high - 1 : high, low - 1);
    }

    @Override
    public int compareTo(IpAddress other) {
        if (family != other.family) {
            return family.compareTo(other.family);
        }
        return high == other.high ? Long.compareUnsigned(low, other.low) : Long.compareUnsigned(high, other.high);
    }

    @Override
    public String toString() {
        return family == AddressFamily.IPV4 ? ipv4Text() : Ipv6Text.of(high, low);
    }

    private String ipv4Text() {
        return (low >> 24 & 255) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
    }
}
