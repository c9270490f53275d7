package io.github.ovnnb.agent.domain.explain;

import io.github.ovnnb.agent.domain.AddressRequest;
import io.github.ovnnb.agent.domain.AddressRequestReader;
import io.github.ovnnb.agent.domain.Annotations;
import io.github.ovnnb.agent.domain.Provider;
import java.util.List;
import java.util.Map;
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

    static String words(Provider provider, Map<String, String> annotations) {
        if (AddressRequestReader.read(provider, annotations) instanceof AddressRequest.Malformed malformed) {
            return malformed.message();
        }
        var said = KEYS.stream()
                .filter(key -> annotations.containsKey(provider.annotation(key)))
                .map(key -> key + " " + annotations.get(provider.annotation(key)))
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? "nothing special: the lowest free address and a random MAC" : said;
    }
}
