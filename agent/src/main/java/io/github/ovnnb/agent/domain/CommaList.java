package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.stream.Collectors;

/** Values as annotations list them: {@code v4,v6}. */
final class CommaList {
    private CommaList() {}

    static String of(List<?> values) {
        // None or one is the rule, and each look at a port writes some of these down.
        return switch (values.size()) {
            case 0 -> "";
            case 1 -> values.get(0).toString();
            default -> values.stream().map(Object::toString).collect(Collectors.joining(","));
        };
    }
}
