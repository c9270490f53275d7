package io.github.ovnnb.agent.domain;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The network an interface belongs to, in kube-ovn's words: {@code ovn} for the default one, {@code <nad>.<namespace>.ovn} for an
 * attachment. It prefixes every annotation of that interface.
 */
public record Provider(String name) {
    public static final Provider DEFAULT = new Provider("ovn");
    private static final String DOMAIN = ".kubernetes.io/";
    /** Of the default network, by their keys: each look at a Pod asks for dozens of annotations, nearly always for these. */
    private static final Map<String, String> OF_DEFAULT = Stream.of(
                    Annotations.IP_ADDRESS,
                    Annotations.MAC_ADDRESS,
                    Annotations.IP_POOL,
                    Annotations.IP_FAMILY,
                    Annotations.CIDR,
                    Annotations.GATEWAY,
                    Annotations.LOGICAL_SWITCH,
                    Annotations.LOGICAL_ROUTER,
                    Annotations.ALLOCATED,
                    Annotations.ROUTED,
                    Annotations.PORT_SECURITY,
                    Annotations.PORT_VIPS,
                    Annotations.LAYER2_FORWARD)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), DEFAULT::annotationOf));

    public boolean isDefault() {
        return name.equals(DEFAULT.name);
    }

    /** Whether its interfaces are logical switch ports; kube-ovn gives out addresses for other kinds of networks too. */
    boolean isOvn() {
        return isDefault() || name.endsWith(".ovn");
    }

    /** {@code <provider>.kubernetes.io/<key>}. */
    public String annotation(String key) {
        var known = isDefault() ? OF_DEFAULT.get(key) : null;
        return known == null ? annotationOf(key) : known;
    }

    private String annotationOf(String key) {
        return name + DOMAIN + key;
    }

    /** Whose annotation of that key it is; empty if it is another. */
    static Optional<Provider> ofAnnotation(String annotation, String key) {
        return annotation.endsWith(DOMAIN + key)
                ? Optional.of(
                        new Provider(annotation.substring(0, annotation.length() - DOMAIN.length() - key.length())))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
