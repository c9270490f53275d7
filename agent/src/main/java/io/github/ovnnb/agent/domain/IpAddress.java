package io.github.ovnnb.agent.domain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An IP address as a number of up to 128 bits; an IPv4 address lives in {@code low} alone. Sorts all of IPv4 before IPv6, then by
 * number. Prints as RFC 5952 has it: {@code 10.16.0.15}, {@code fd00:10:16::f}.
 */
public record IpAddress(AddressFamily family, long high, long low) implements Comparable<IpAddress> {
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
        long number = 0;
        int dots = 0;
        int octet = -1;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter == '.' && octet >= 0) {
                number = number << 8 | octet;
                dots++;
                octet = -1;
            } else if (letter >= '0' && letter <= '9' && octet != 0) {
                octet = Math.max(octet, 0) * 10 + letter - '0';
            } else {
                return Optional.empty();
            }
            if (octet > 255 || dots > 3) {
                return Optional.empty();
            }
        }
        return dots == 3 && octet >= 0 ? Optional.of(ipv4(number << 8 | octet)) : Optional.empty();
    }

    /** The alphabet is checked first, so the library can neither look up a name nor see a scope. */
    private static Optional<IpAddress> parseIpv6(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (!isOfIpv6(text.charAt(at))) {
                return Optional.empty();
            }
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

    private static boolean isOfIpv6(int letter) {
        return letter == ':' || letter == '.' || letter < 128 && Character.digit(letter, 16) >= 0;
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

    /** Without the family, whose hash differs in each JVM: an order that depends on it must not. */
    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    @Override
    public String toString() {
        return family == AddressFamily.IPV4 ? ipv4Text() : Ipv6Text.of(high, low);
    }

    private String ipv4Text() {
        return (low >> 24 & 255) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
    }
}
