package io.github.ovnnb.agent.kubernetes;

/**
 * What else of kube-ovn-controller's work is done, by the configuration.
 *
 * @param subnetStatus whether the status of Subnets and IPPools is kept, where the cluster has them
 * @param ipResources whether an IP resource is kept for every port, where the cluster has them
 */
public record Duties(boolean subnetStatus, boolean ipResources) {
    /** For those who only look. */
    public static final Duties NONE = new Duties(false, false);
}
