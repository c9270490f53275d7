package io.github.ovnnb.agent.domain;

import java.util.OptionalInt;

/** Ordinals in the names of members, as Kubernetes writes them: no sign, no leading zero. */
public final class Ordinals {
    private static final int MOST_DIGITS = 9;

    private Ordinals() {}

    /** Without regular expressions: every look at a Pod of an owner comes by here, several times. */
    public static OptionalInt parse(String digits) {
        boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || leadingZero) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (int at = 0; at < digits.length(); at++) {
            char digit = digits.charAt(at);
            if (digit < '0' || digit > '9') {
                return OptionalInt.empty();
            }
            number = number * 10 + digit - '0';
        }
        return OptionalInt.of(number);
    }

    /** The number behind {@code <owner>-}; empty when the Pod is not called so. */
    static OptionalInt ofMember(String pod, String owner) {
        boolean isMembers = pod.length() > owner.length() && pod.startsWith(owner) && pod.charAt(owner.length()) == '-';
        return isMembers ? parse(pod.substring(owner.length() + 1)) : OptionalInt.empty();
    }
}
