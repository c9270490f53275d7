package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import io.github.ovnnb.agent.reconcile.IpResources;
import io.github.ovnnb.agent.reconcile.Reconciler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everything that says which addresses there are for whom: Subnets, IPPools, Nodes and IPs; of kube-ovn's kinds those that the cluster has. */
final class AddressSources {
    private final Collection<Subnet> configured;
    private final Optional<ResourceWatch<SubnetResource>> subnets;
    private final Optional<ResourceWatch<PoolResource>> pools;
    private final ResourceWatch<NodeResource> nodes;
    private final Optional<ResourceWatch<IpResource>> ips;
    private final Optional<IpWriter> ipWriter;

    /** @param configured what counts where the cluster has no Subnets */
    AddressSources(KubernetesClient client, ClusterKinds kinds, Collection<Subnet> configured) {
        this.configured = kinds.subnets() == SubnetSource.CONFIGURATION ? configured : List.of();
        subnets = when(kinds.subnets() == SubnetSource.KUBERNETES, client, SubnetResource.class);
        pools = when(kinds.pools(), client, PoolResource.class);
        nodes = ResourceWatch.of(client, NodeResource.class);
        ips = when(kinds.ips(), client, IpResource.class);
        ipWriter = ips.map(watch -> new IpWriter(client, watch));
    }

    private static <T extends PartialResource> Optional<ResourceWatch<T>> when(
            boolean served, KubernetesClient client, Class<T> kind) {
        return served ? Optional.of(ResourceWatch.of(client, kind)) : Optional.empty();
    }

    List<ResourceWatch<?>> watches() {
        var all = new ArrayList<ResourceWatch<?>>(List.of(nodes));
        subnets.ifPresent(all::add);
        pools.ifPresent(all::add);
        ips.ifPresent(all::add);
        return all;
    }

    Optional<IpResources> ipResources() {
        return ipWriter.map(writer -> writer);
    }

    /** Completes when the reconciler has been given all of it. */
    CompletionStage<Void> start(Reconciler reconciler, IpWatch.RecordListener records) {
        var publisher = new CatalogPublisher(reconciler::subnetsAre);
        publisher.subnetsAre(configured);
        var started = new ArrayList<CompletionStage<Void>>();
        subnets.ifPresent(watch -> {
            var specs = SpecWatch.ofSubnets(watch::all, publisher::subnetsAre);
            started.add(watch.telling(specs).start().thenRun(specs::begin));
        });
        pools.ifPresent(watch -> {
            var specs = SpecWatch.ofPools(watch::all, publisher::poolsAre);
            started.add(watch.telling(specs).start().thenRun(specs::begin));
        });
        var nodeWatch = new NodeWatch(nodes::all, publisher::nodesAre);
        started.add(nodes.telling(nodeWatch).start().thenRun(nodeWatch::begin));
        var catalog = allOf(started).thenRun(publisher::begin);
        return ips.map(watch -> allOf(List.of(catalog, startIps(watch, reconciler, records))))
                .orElse(catalog);
    }

    private CompletionStage<Void> startIps(
            ResourceWatch<IpResource> watch, Reconciler reconciler, IpWatch.RecordListener records) {
        var reservations =
                new IpWatch(ipWriter.orElseThrow(), reconciler::reservationIs, reconciler::reservationIsGone, records);
        return watch.telling(reservations).start().thenRun(reservations::begin);
    }

    static CompletableFuture<Void> allOf(Collection<CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }
}
