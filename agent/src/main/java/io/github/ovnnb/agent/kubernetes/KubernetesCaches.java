package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.reconcile.IpResources;
import io.github.ovnnb.agent.reconcile.Observer;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.reconcile.Reconciler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What we follow of Kubernetes: Pods, StatefulSets, Namespaces, Nodes and, if the cluster has them, kube-ovn's Subnets, IPPools and IPs, KubeVirt's machines and OpenKruise's StatefulSets. Built first, because the
 * reconciler reads from it; started with the reconciler that hears of changes.
 */
public final class KubernetesCaches implements AutoCloseable {
    /** Where the subnets come from. */
    public enum SubnetSource {
        /** kube-ovn's Subnets; the reconciler is given a catalog whenever one changes. */
        KUBERNETES,
        /** The configuration, which does not change. */
        CONFIGURATION
    }

    private final ResourceWatch<PodResource> pods;
    private final Optional<WholeView> wholeView;
    private final ResourceWatch<StatefulSetResource> statefulSets;
    private final ResourceWatch<NamespaceResource> namespaces;
    private final AddressSources addresses;
    private final OptionalKinds optional;
    private final InstantSource clock;
    private final List<ResourceWatch<?>> watches = new ArrayList<>();

    /**
     * @param nodeName if given, only the Pods bound to that node are followed
     * @param configured the subnets that count where the cluster has no Subnets
     */
    public KubernetesCaches(
            KubernetesClient client,
            Optional<String> nodeName,
            ClusterKinds kinds,
            Collection<Subnet> configured,
            InstantSource clock) {
        this.clock = clock;
        pods = nodeName.map(node -> ResourceWatch.ofPodsOn(client, node))
                .orElseGet(() -> ResourceWatch.of(client, PodResource.class))
                .indexedBy(KubernetesObserver.BY_PORT, pod -> KubernetesObserver.key(pod.identity()));
        wholeView = nodeName.map(node -> new WholeView(client, node, pods));
        statefulSets = ResourceWatch.of(client, StatefulSetResource.class);
        namespaces = ResourceWatch.of(client, NamespaceResource.class);
        watches.addAll(List.of(pods, statefulSets, namespaces));
        addresses = new AddressSources(client, kinds, configured);
        watches.addAll(addresses.watches());
        optional = new OptionalKinds(client, kinds);
        watches.addAll(optional.watches());
    }

    public Observer observer() {
        return new KubernetesObserver(
                wholeView.<PodCache>map(view -> view).orElseGet(() -> ofAll(pods)),
                statefulSets,
                namespaces,
                optional,
                clock);
    }

    private static PodCache ofAll(ResourceWatch<PodResource> pods) {
        return new PodCache() {
            @Override
            public List<PodResource> indexed(String index, String key) {
                return pods.indexed(index, key);
            }

            @Override
            public Collection<PodResource> all() {
                return pods.all();
            }

            @Override
            public boolean isCurrent() {
                return pods.isWatching();
            }
        };
    }

    /** Begins to follow the Pods of other nodes too. Completes when all of them are in memory. */
    public CompletionStage<Void> beginToSeeAll(Reconciler reconciler, Runnable missing) {
        return wholeView.orElseThrow().begin(new PodWatch(reconciler::offer, reconciler::podDeleted), missing);
    }

    /** Forgets the Pods of other nodes. */
    public void ceaseToSeeAll() {
        wholeView.ifPresent(WholeView::end);
    }

    /** Empty where the cluster has none. */
    public Optional<IpResources> ipResources() {
        return addresses.ipResources();
    }

    /**
     * Begins to follow. Completes when everything that exists is in memory and the reconciler has been given the subnets; never fails: what
     * is in the way is logged and tried again.
     *
     * @param ipChanged hears, on any thread, of every port whose IP resource has changed
     * @param missing told on any thread when Pods or owners are missing from a list, so that nobody saw them deleted
     */
    public CompletionStage<Void> start(Reconciler reconciler, Consumer<PortIdentity> ipChanged, Runnable missing) {
        Stream.concat(Stream.of(pods, statefulSets), optional.watches().stream())
                .forEach(watch -> watch.tellingOfGaps(missing));
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
        started.add(addresses.start(reconciler, ipChanged::accept));
        return AddressSources.allOf(started);
    }

    /** The kinds that are not being followed at the moment. None while all is well; for a moment one whose watch is being renewed. */
    public List<String> behind() {
        return watches.stream()
                .filter(watch -> !watch.isWatching())
                .map(ResourceWatch::what)
                .toList();
    }

    /** What we have heard of, and up to which version. */
    List<RewindCheck.Followed> followed() {
        return watches.stream().map(ResourceWatch::followed).toList();
    }

    @Override
    public void close() {
        ceaseToSeeAll();
        watches.forEach(ResourceWatch::close);
        optional.close();
    }
}
