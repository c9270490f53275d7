package io.github.ovnnb.agent.domain.audit;

import io.github.ovnnb.agent.domain.Cidr;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.MacAddress;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Annotations that differ in letters but not in meaning: kube-ovn writes MACs and IPv6 addresses down as the user spelled them. */
final class Spelling {
    private Spelling() {}

    static boolean isSame(String one, String other) {
        return one.equals(other) || normal(one).equals(normal(other));
    }

    private static String normal(String text) {
        return Stream.of(text.split(",", -1))
                .map(part -> normalPart(part.strip()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String normalPart(String text) {
        Optional<?> value = MacAddress.parse(text);
        if (value.isEmpty()) {
            value = IpAddress.parse(text);
        }
        if (value.isEmpty()) {
            value = Cidr.parse(text);
        }
        return value.map(Object::toString).orElse(text);
    }
}
