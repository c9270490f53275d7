package io.github.ovnnb.agent.domain;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** An EUI-48 address. Prints in lower case with colons, the form OVN stores: {@code 00:00:00:53:6b:b6}. */
public record MacAddress(long bits) {
    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final long LOCAL_BIT = 0x0200_0000_0000L;
    private static final long ALL_BITS = 0xffff_ffff_ffffL;

    public MacAddress {
        bits &= ALL_BITS;
    }

    /** Reads {@code 00:00:00:53:6B:B6}, {@code 00-00-00-53-6B-B6} or {@code 0000.0053.6BB6}; empty for anything else. */
    public static Optional<MacAddress> parse(String text) {
        return switch (text.length()) {
            case 17 -> text.charAt(2) == '-' ? read(text, 2, '-') : read(text, 2, ':');
            case 14 -> read(text, 4, '.');
            default -> Optional.empty();
        };
    }

    /** Without regular expressions: every word of every row that changes comes by here. */
    private static Optional<MacAddress> read(String text, int digitsOfGroup, char separator) {
        long bits = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (at % (digitsOfGroup + 1) == digitsOfGroup) {
                if (letter != separator) {
                    return Optional.empty();
                }
                continue;
            }
            int digit = letter < 128 ? Character.digit(letter, 16) : -1;
            if (digit < 0) {
                return Optional.empty();
            }
            bits = bits << 4 | digit;
        }
        return Optional.of(new MacAddress(bits));
    }

    public static MacAddress of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a MAC address: " + text));
    }

    /** Locally administered unicast, IEEE 802-2014 section 8.4: no vendor can own it. */
    static MacAddress random(RandomGenerator random) {
        return locallyAdministered(random.nextLong());
    }

    static MacAddress locallyAdministered(long bits) {
        return new MacAddress((bits & ~GROUP_BIT) | LOCAL_BIT);
    }

    /** Group addresses, broadcast among them, can't be an interface's own. */
    public boolean isUnicast() {
        return (bits & GROUP_BIT) == 0 && bits != 0;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(shift == 40 ? "" : ":").append(Character.forDigit((int) (bits >> shift + 4 & 15), 16));
            text.append(Character.forDigit((int) (bits >> shift & 15), 16));
        }
        return text.toString();
    }
}
