package io.github.ovnnb.agent.domain;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Ordinals in the names of members, as Kubernetes writes them: no sign, no leading zero. */
public final class Ordinals {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private Ordinals() {}

    public static OptionalInt parse(String digits) {
        return NUMBER.matcher(digits).matches() ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    /** The number behind {@code <owner>-}; empty when the Pod is not called so. */
    static OptionalInt ofMember(String pod, String owner) {
        return pod.startsWith(owner + "-") ? parse(pod.substring(owner.length() + 1)) : OptionalInt.empty();
    }
}
