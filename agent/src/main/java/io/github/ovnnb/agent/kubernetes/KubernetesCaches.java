package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.reconcile.Observer;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.reconcile.Reconciler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What we follow of Kubernetes: Pods, StatefulSets, Namespaces and, if the cluster has them, kube-ovn's Subnets, KubeVirt's machines and OpenKruise's StatefulSets. Built first, because the
 * reconciler reads from it; started with the reconciler that hears of changes.
 */
public final class KubernetesCaches implements AutoCloseable {
    /** Where the subnets come from. */
    public enum SubnetSource {
        /** kube-ovn's Subnets; the reconciler is given a catalog whenever one changes. */
        KUBERNETES,
        /** The configuration; we give none. */
        CONFIGURATION
    }

    private final ResourceWatch<PodResource> pods;
    private final ResourceWatch<StatefulSetResource> statefulSets;
    private final ResourceWatch<NamespaceResource> namespaces;
    private final Optional<ResourceWatch<SubnetResource>> subnets;
    private final OptionalKinds optional;
    private final InstantSource clock;
    private final List<ResourceWatch<?>> watches = new ArrayList<>();

    /** @param nodeName if given, only the Pods bound to that node are followed */
    public KubernetesCaches(
            KubernetesClient client, Optional<String> nodeName, ClusterKinds kinds, InstantSource clock) {
        this.clock = clock;
        pods = nodeName.map(node -> ResourceWatch.ofPodsOn(client, node))
                .orElseGet(() -> ResourceWatch.of(client, PodResource.class))
                .indexedBy(KubernetesObserver.BY_PORT, pod -> KubernetesObserver.key(pod.identity()));
        statefulSets = ResourceWatch.of(client, StatefulSetResource.class);
        namespaces = ResourceWatch.of(client, NamespaceResource.class);
        subnets = kinds.subnets() == SubnetSource.KUBERNETES
                ? Optional.of(ResourceWatch.of(client, SubnetResource.class))
                : Optional.empty();
        watches.addAll(List.of(pods, statefulSets, namespaces));
        subnets.ifPresent(watches::add);
        optional = new OptionalKinds(client, kinds);
        watches.addAll(optional.watches());
    }

    public Observer observer() {
        return new KubernetesObserver(pods, statefulSets, namespaces, optional, clock);
    }

    /**
     * Begins to follow. Completes when everything that exists is in memory and the reconciler has been given the subnets; never fails: what
     * is in the way is logged and tried again.
     */
    public CompletionStage<Void> start(Reconciler reconciler) {
        var started = new ArrayList<CompletionStage<Void>>();
        started.add(pods.telling(new PodWatch(reconciler::offer, reconciler::podDeleted))
                .start());
        started.add(statefulSets
                .telling(new OwnerWatch<>(
                        set -> new OwnerKey(StatefulSetMember.KIND, set.namespace(), set.name()),
                        OrdinalSetResource::wantsTheSameAs,
                        reconciler::ownerChanged,
                        reconciler::ownerDeleted))
                .start());
        started.addAll(optional.start(reconciler));
        started.add(namespaces
                .telling(new NamespaceWatch(reconciler::namespaceChanged))
                .start());
        subnets.ifPresent(watch -> {
            var catalog = new SubnetWatch(watch::all, reconciler::subnetsAre);
            started.add(watch.telling(catalog).start().thenRun(catalog::begin));
        });
        return CompletableFuture.allOf(
                started.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    /** The kinds that are not being followed at the moment. None while all is well; for a moment one whose watch is being renewed. */
    public List<String> behind() {
        return watches.stream()
                .filter(watch -> !watch.isWatching())
                .map(ResourceWatch::what)
                .toList();
    }

    @Override
    public void close() {
        watches.forEach(ResourceWatch::close);
        optional.close();
    }
}
