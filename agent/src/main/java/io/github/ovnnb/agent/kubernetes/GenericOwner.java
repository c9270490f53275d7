package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an owner of any kind says of its members, if it says it where a StatefulSet or OpenKruise's does. */
final class GenericOwner {
    private GenericOwner() {}

    static StatefulSetFacts facts(GenericKubernetesResource owner) {
        var metadata = owner.getMetadata();
        return new StatefulSetFacts(
                metadata.getUid(),
                metadata.getDeletionTimestamp() != null,
                number(owner, "spec", "ordinals", "start").orElse(0),
                // One that does not count its members wants all of them for as long as it is there.
                number(owner, "spec", "replicas").orElse(Integer.MAX_VALUE),
                reserved(owner),
                Optional.ofNullable(metadata.getResourceVersion()).orElse(""),
                annotations(metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations()));
    }

    private static Map<String, String> annotations(Map<String, String> all) {
        var ours = new HashMap<>(all);
        ours.keySet().removeIf(key -> !OrdinalSetResource.saysSomethingToUs(key));
        return ours;
    }

    private static Optional<Integer> number(GenericKubernetesResource owner, Object... path) {
        Object value = owner.get(path);
        return value instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }

    private static Set<Integer> reserved(GenericKubernetesResource owner) {
        Object value = owner.get("spec", "reserveOrdinals");
        return value instanceof Collection<?> ordinals
                ? ordinals.stream()
                        .filter(Number.class::isInstance)
                        .map(ordinal -> ((Number) ordinal).intValue())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** The version alone makes no difference. */
    static boolean wantsTheSame(GenericKubernetesResource one, GenericKubernetesResource other) {
        return withoutVersion(facts(one)).equals(withoutVersion(facts(other)));
    }

    private static StatefulSetFacts withoutVersion(StatefulSetFacts facts) {
        return new StatefulSetFacts(
                facts.uid(),
                facts.deleting(),
                facts.start(),
                facts.replicas(),
                facts.reserved(),
                "",
                facts.annotations());
    }
}
