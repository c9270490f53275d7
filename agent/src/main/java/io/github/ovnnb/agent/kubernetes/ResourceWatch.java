package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.github.ovnnb.agent.domain.OwnerFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The informer of one kind: a cache that follows the API server and never gives up, whatever it answers. */
final class ResourceWatch<T extends HasMetadata> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ResourceWatch.class);
    /**
     * With pages the list is read consistently from the storage. Without, fabric8 takes the first list from whatever an API server has in its
     * cache, which after our restart may be older than what we have already acted upon.
     */
    private static final long PAGE = 500;

    private final String what;
    private final String path;
    private final SharedIndexInformer<T> informer;

    /** @param path of the list of all */
    private ResourceWatch(String what, String path, SharedIndexInformer<T> informer) {
        this.what = what;
        this.path = path;
        this.informer = informer.removeNamespaceIndex().exceptionHandler((started, failure) -> {
            log.warn("watching {}: {}; will retry", what, ApiFailure.describe(failure, "list, watch", what));
            return true;
        });
    }

    static <T extends PartialResource> ResourceWatch<T> of(KubernetesClient client, Class<T> kind) {
        var resources = client.resources(kind).inAnyNamespace().withLimit(PAGE);
        return new ResourceWatch<>(plural(kind), path(kind), resources.runnableInformer(0));
    }

    /** Objects of a kind that is known only at run time. */
    static ResourceWatch<GenericKubernetesResource> of(KubernetesClient client, ResourceDefinitionContext kind) {
        var resources = client.genericKubernetesResources(kind).inAnyNamespace().withLimit(PAGE);
        var path = "/apis/" + kind.getGroup() + "/" + kind.getVersion() + "/" + kind.getPlural();
        return new ResourceWatch<>(kind.getPlural() + "." + kind.getGroup(), path, resources.runnableInformer(0));
    }

    /** Only the Pods bound to that node. */
    static ResourceWatch<PodResource> ofPodsOn(KubernetesClient client, String nodeName) {
        var resources = client.resources(PodResource.class)
                .inAnyNamespace()
                .withField("spec.nodeName", nodeName)
                .withLimit(PAGE);
        return new ResourceWatch<>(plural(PodResource.class), path(PodResource.class), resources.runnableInformer(0));
    }

    private static String plural(Class<? extends PartialResource> kind) {
        return HasMetadata.getPlural(kind);
    }

    private static String path(Class<? extends PartialResource> kind) {
        var group = HasMetadata.getGroup(kind);
        return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + HasMetadata.getVersion(kind) + "/" + plural(kind);
    }

    ResourceWatch<T> indexedBy(String index, Function<T, String> key) {
        informer.addIndexers(Map.of(index, resource -> List.of(key.apply(resource))));
        return this;
    }

    /** Completes when the cache holds everything there is and follows. */
    CompletionStage<Void> start() {
        return informer.start();
    }

    ResourceWatch<T> telling(ResourceEventHandler<T> handler) {
        informer.addEventHandler(handler);
        return this;
    }

    /** @param missing told on any thread when something is only missing from a list, so that nobody saw it deleted */
    ResourceWatch<T> tellingOfGaps(Runnable missing) {
        return telling(new GapWatch<>(missing));
    }

    /** False while the watch is being re-established too, so one false answer alone is no cause for alarm. */
    boolean isWatching() {
        return informer.isRunning() && informer.isWatching();
    }

    /** That there is none of that name is no answer while nothing is heard: the kind may not be served any more, or not to us. */
    OwnerFacts absent() {
        return isWatching() ? new OwnerFacts.NotSeen() : new OwnerFacts.Unreadable();
    }

    String what() {
        return what;
    }

    RewindCheck.Followed followed() {
        var version = informer.lastSyncResourceVersion();
        return new RewindCheck.Followed(path, version == null ? "" : version);
    }

    Optional<T> named(String namespace, String name) {
        return Optional.ofNullable(informer.getStore().getByKey(namespace.isEmpty() ? name : namespace + "/" + name));
    }

    List<T> indexed(String index, String key) {
        return informer.getIndexer().byIndex(index, key);
    }

    List<T> all() {
        return informer.getStore().list();
    }

    @Override
    public void close() {
        informer.stop();
    }
}
