package io.github.ovnnb.agent.domain;

import java.util.List;

/** How much of a named pool is used: the numbers of kube-ovn's {@code IPPool.status}, from the same book as those of its subnet. */
public record PoolUsage(String pool, List<SubnetUsage.FamilyUsage> families) {
    public PoolUsage {
        families = List.copyOf(families);
    }
}
