package io.github.ovnnb.agent.domain;

import java.math.BigInteger;
import java.util.Optional;

/** Consecutive addresses of one family, both ends included. Prints as kube-ovn's {@code excludeIps} writes it: {@code a} or {@code a..b}. */
public record AddressRange(IpAddress first, IpAddress last) {
    public AddressRange {
        if (first.family() != last.family() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException("not a range: " + first + ".." + last);
        }
    }

    public static AddressRange of(IpAddress only) {
        return new AddressRange(only, only);
    }

    /** Reads {@code a} or {@code a..b}; empty when an end is no address, the families differ or the ends are swapped. */
    public static Optional<AddressRange> parse(String text) {
        var ends = text.strip().split("\\.\\.", 2);
        var first = IpAddress.parse(ends[0].strip());
        var last = IpAddress.parse(ends[ends.length - 1].strip());
        if (first.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        return first.get().family() == last.get().family() && first.get().compareTo(last.get()) <= 0
                ? Optional.of(new AddressRange(first.get(), last.get()))
                : Optional.empty();
    }

    public boolean contains(IpAddress address) {
        return address.family() == first.family() && address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
    }

    /** What both have in common, if anything. */
    public Optional<AddressRange> intersect(AddressRange other) {
        if (first.family() != other.first.family()) {
            return Optional.empty();
        }
        var from = first.compareTo(other.first) >= 0 ? first : other.first;
        var to = last.compareTo(other.last) <= 0 ? last : other.last;
        return from.compareTo(to) <= 0 ? Optional.of(new AddressRange(from, to)) : Optional.empty();
    }

    /** How many addresses; an IPv6 /64 has more than a long can count. */
    public BigInteger size() {
        return number(last).subtract(number(first)).add(BigInteger.ONE);
    }

    private static BigInteger number(IpAddress address) {
        return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + ".." + last;
    }
}
