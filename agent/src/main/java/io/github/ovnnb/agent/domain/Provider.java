package io.github.ovnnb.agent.domain;

/**
 * The network an interface belongs to, in kube-ovn's words: {@code ovn} for the default one, {@code <nad>.<namespace>.ovn} for an
 * attachment. It prefixes every annotation of that interface.
 */
public record Provider(String name) {
    public static final Provider DEFAULT = new Provider("ovn");

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    /** Whether its interfaces are logical switch ports; kube-ovn gives out addresses for other kinds of networks too. */
    boolean isOvn() {
        return isDefault() || name.endsWith(".ovn");
    }

    /** {@code <provider>.kubernetes.io/<key>}. */
    public String annotation(String key) {
        return name + ".kubernetes.io/" + key;
    }

    @Override
    public String toString() {
        return name;
    }
}
