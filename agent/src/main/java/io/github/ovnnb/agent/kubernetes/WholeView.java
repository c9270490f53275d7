package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Pods of one node, and for as long as it is asked for those of all others too. Of its own node's Pods only the node's own watch tells:
 * two watches of one Pod would not be in step.
 */
final class WholeView implements PodCache {
    private final String node;
    private final ResourceWatch<PodResource> own;
    private final Supplier<ResourceWatch<PodResource>> everybody;
    private volatile @Nullable ResourceWatch<PodResource> others;
    /** The same once all of them are known; until then nobody relies on them. */
    private volatile @Nullable ResourceWatch<PodResource> complete;

    WholeView(KubernetesClient client, String node, ResourceWatch<PodResource> own) {
        this.node = node;
        this.own = own;
        this.everybody = () -> ResourceWatch.of(client, PodResource.class)
                .indexedBy(KubernetesObserver.BY_PORT, pod -> KubernetesObserver.key(pod.identity()));
    }

    /** Completes when all of them are known. An informer can't be started twice, so each time begins with a new one. */
    CompletionStage<Void> begin(ResourceEventHandler<PodResource> handler, Runnable missing) {
        end();
        var watch = everybody.get().telling(handler).tellingOfGaps(missing);
        others = watch;
        return watch.start().thenRun(() -> complete = watch);
    }

    void end() {
        var watch = others;
        others = null;
        complete = null;
        if (watch != null) {
            watch.close();
        }
    }

    Optional<ResourceWatch<PodResource>> watch() {
        return Optional.ofNullable(others);
    }

    @Override
    public List<PodResource> indexed(String index, String key) {
        return merged(
                own.indexed(index, key),
                watch().map(watch -> watch.indexed(index, key)).orElse(List.of()));
    }

    @Override
    public Collection<PodResource> all() {
        return merged(own.all(), watch().map(ResourceWatch::all).orElse(List.of()));
    }

    @Override
    public boolean isCurrent() {
        return own.isWatching()
                && watch().filter(all -> all == complete)
                        .map(ResourceWatch::isWatching)
                        .orElse(true);
    }

    /** Of two Pods of one name, as they are seen for a moment when one moves from node to node, the newer one exists. */
    private List<PodResource> merged(List<PodResource> here, List<PodResource> everywhere) {
        if (everywhere.isEmpty()) {
            return here;
        }
        var byName = new HashMap<String, PodResource>();
        here.forEach(pod -> byName.put(name(pod), pod));
        everywhere.stream()
                .filter(pod -> !pod.facts().nodeName().equals(node))
                .forEach(pod -> byName.merge(name(pod), pod, WholeView::newer));
        return new ArrayList<>(byName.values());
    }

    private static PodResource newer(PodResource one, PodResource other) {
        return one.facts().isOlderThan(other.resourceVersion()) ? other : one;
    }

    private static String name(PodResource pod) {
        return pod.namespace() + "/" + pod.name();
    }
}
