package io.github.ovnnb.agent.domain;

/** IPv4 or IPv6, in the order in which kube-ovn writes the two: {@code v4,v6}. */
public enum AddressFamily {
    IPV4(32, "IPv4"),
    IPV6(128, "IPv6");

    private final int bits;
    private final String words;

    AddressFamily(int bits, String words) {
        this.bits = bits;
        this.words = words;
    }

    /** Width of an address in bits. */
    public int bits() {
        return bits;
    }

    @Override
    public String toString() {
        return words;
    }
}
