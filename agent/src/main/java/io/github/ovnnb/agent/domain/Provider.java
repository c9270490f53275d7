package io.github.ovnnb.agent.domain;

import java.util.Optional;

/**
 * The network an interface belongs to, in kube-ovn's words: {@code ovn} for the default one, {@code <nad>.<namespace>.ovn} for an
 * attachment. It prefixes every annotation of that interface.
 */
public record Provider(String name) {
    public static final Provider DEFAULT = new Provider("ovn");
    private static final String DOMAIN = ".kubernetes.io/";

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    /** Whether its interfaces are logical switch ports; kube-ovn gives out addresses for other kinds of networks too. */
    boolean isOvn() {
        return isDefault() || name.endsWith(".ovn");
    }

    /** {@code <provider>.kubernetes.io/<key>}. */
    public String annotation(String key) {
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
