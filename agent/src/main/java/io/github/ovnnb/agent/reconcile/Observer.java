package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload;
import java.util.Collection;
import java.util.List;

/** Kubernetes as our caches have it. Every answer comes from memory at once; none asks the API server. */
public interface Observer {
    /** The Pods that carry this identity. */
    List<PodFacts> pods(PortIdentity port);

    /** The owner by kind and name, of whatever uid; {@link OwnerFacts.NotSeen} when the cache has none, and for Pods without owner. */
    OwnerFacts owner(String namespace, Workload workload);

    /** The subnets that serve the namespace, in order. */
    List<Subnet> subnets(String namespace, SubnetCatalog catalog);

    /** Whether the namespace is there. */
    default boolean hasNamespace(String namespace) {
        return true;
    }

    /**
     * Whether all watches run on which it rests that a Pod, an owner or a namespace is absent. A watch that was broken off may have missed what came
     * since; that one on a silent connection is taken for running, can't be helped.
     */
    default boolean isCurrent() {
        return true;
    }

    /** The identities of all Pods there are, one for each of their interfaces. */
    Collection<PortIdentity> ports();
}
