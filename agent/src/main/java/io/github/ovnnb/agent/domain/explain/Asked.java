package io.github.ovnnb.agent.domain.explain;

import io.github.ovnnb.agent.domain.AddressRequest;
import io.github.ovnnb.agent.domain.AddressRequestReader;
import io.github.ovnnb.agent.domain.Annotations;
import io.github.ovnnb.agent.domain.Networks;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.Provider;
import java.util.List;
import java.util.stream.Collectors;

/** What the annotations ask for, as they are read. */
final class Asked {
    private static final List<String> KEYS = List.of(
            Annotations.IP_ADDRESS,
            Annotations.IP_POOL,
            Annotations.IP_FAMILY,
            Annotations.MAC_ADDRESS,
            Annotations.LOGICAL_SWITCH);

    private Asked() {}

    static String words(Provider provider, PodFacts pod) {
        var annotations = pod.annotations();
        if (AddressRequestReader.read(provider, pod) instanceof AddressRequest.Malformed malformed) {
            return malformed.message();
        }
        var said = KEYS.stream()
                .filter(key -> annotations.containsKey(provider.annotation(key)))
                .map(key -> key + " " + annotations.get(provider.annotation(key)))
                .collect(Collectors.joining(", "));
        if (said.isEmpty() && !provider.isDefault()) {
            return Networks.ANNOTATION + " " + annotations.getOrDefault(Networks.ANNOTATION, "");
        }
        return said.isEmpty() ? "nothing special: the lowest free address and a random MAC" : said;
    }
}
