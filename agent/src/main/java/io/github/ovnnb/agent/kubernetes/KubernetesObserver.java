package io.github.ovnnb.agent.kubernetes;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.reconcile.Observer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads the informers' caches: every answer is one look into a hash map. */
final class KubernetesObserver implements Observer {
    static final String BY_PORT = "port";

    private final PodCache pods;
    private final ResourceWatch<StatefulSetResource> statefulSets;
    private final ResourceWatch<NamespaceResource> namespaces;
    private final OptionalKinds optional;
    private final InstantSource clock;

    KubernetesObserver(
            PodCache pods,
            ResourceWatch<StatefulSetResource> statefulSets,
            ResourceWatch<NamespaceResource> namespaces,
            OptionalKinds optional,
            InstantSource clock) {
        this.clock = clock;
        this.pods = pods;
        this.statefulSets = statefulSets;
        this.namespaces = namespaces;
        this.optional = optional;
    }

    /** The key under which the Pods of a port, whatever its network, are indexed. */
    static String key(PortIdentity port) {
        return port.podKey();
    }

    @Override
    public List<PodFacts> pods(PortIdentity port) {
        var now = clock.instant();
        return pods.indexed(BY_PORT, key(port)).stream()
                .map(pod -> pod.facts(now))
                .toList();
    }

    @Override
    public OwnerFacts owner(String namespace, Workload workload) {
        if (workload instanceof VirtualMachine machine) {
            return optional.machine(namespace, machine.name());
        }
        if (workload instanceof StatefulSetMember member) {
            return member.kind().equals(StatefulSetMember.KIND)
                    ? statefulSets
                            .named(namespace, member.name())
                            .<OwnerFacts>map(StatefulSetResource::facts)
                            .orElseGet(OwnerFacts.NotSeen::new)
                    : optional.set(namespace, member);
        }
        return new OwnerFacts.NotSeen();
    }

    @Override
    public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
        return catalog.forNamespace(
                namespace,
                namespaces.named("", namespace).map(NamespaceResource::labels).orElse(Map.of()));
    }

    @Override
    public Collection<PortIdentity> ports() {
        return pods.all().stream().flatMap(pod -> pod.identities().stream()).toList();
    }

    /** Owners of kinds that the cluster need not have count as unreadable by themselves, so that one that is not served any more holds nothing else up. */
    @Override
    public boolean isCurrent() {
        return pods.isCurrent() && statefulSets.isWatching() && namespaces.isWatching();
    }

    @Override
    public boolean hasNamespace(String namespace) {
        return namespaces.named("", namespace).isPresent();
    }
}
