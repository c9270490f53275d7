package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.kubernetes.StoredObjects.Unanswered;
import io.github.ovnnb.agent.reconcile.Inquiry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Looks up in the API server what a port's Pods and owner are, past all caches of ours. */
public final class StoredFacts implements Inquiry {
    /** Thousands may be asked about when we start; patches and watches shall not have to wait for them. */
    private static final int MOST_UNDER_WAY = 8;

    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoredObjects objects;
    private final KindDiscovery discovery;
    private final InstantSource clock;
    private final Map<String, ResourceDefinitionContext> kinds = new ConcurrentHashMap<>();

    /** @param clock tells which Pods should have been gone for long */
    public StoredFacts(KubernetesClient client, InstantSource clock) {
        var api = new ApiServer(client);
        this.objects = new StoredObjects(api, MOST_UNDER_WAY);
        this.discovery = new KindDiscovery(api);
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> ask(PortIdentity port, Workload workload, Premises premises) {
        var pods = when(premises.noPodUsesIt(), () -> pods(port, workload));
        var owner = when(premises.ownerWantsItNoMore(), () -> owner(port.namespace(), workload));
        return pods.thenCombine(owner, Stored::new)
                .handle((stored, failure) -> failure == null ? stored : new Failed(StoredObjects.why(failure)));
    }

    private static <T> CompletableFuture<Optional<T>> when(boolean asked, Supplier<CompletableFuture<T>> question) {
        return asked ? question.get().thenApply(Optional::of) : CompletableFuture.completedFuture(Optional.empty());
    }

    /** A launcher's name is not to be known from the port, nor are its labels a promise of KubeVirt's. */
    private CompletableFuture<List<PodFacts>> pods(PortIdentity port, Workload workload) {
        var collection = namespaced("/api/v1", port.namespace(), "pods");
        var found = workload instanceof VirtualMachine
                ? objects.list(collection, PodResource::new)
                : objects.get(collection, port.instance(), PodResource::new)
                        .thenApply(pod -> pod.stream().toList());
        return found.thenApply(pods -> pods.stream()
                .filter(pod -> pod.identity().podKey().equals(port.podKey()))
                .map(pod -> pod.facts(clock.instant()))
                .toList());
    }

    private CompletableFuture<OwnerFacts> owner(String namespace, Workload workload) {
        return facts(namespace, workload)
                .thenCompose(facts -> facts.map(CompletableFuture::completedFuture)
                        .orElseGet(() -> hasNamespace(namespace).thenApply(has -> new OwnerFacts.Gone(!has))));
    }

    private CompletableFuture<Boolean> hasNamespace(String namespace) {
        return objects.get(NAMESPACES, namespace).thenApply(Optional::isPresent);
    }

    private CompletableFuture<Optional<OwnerFacts>> facts(String namespace, Workload workload) {
        if (workload instanceof VirtualMachine machine) {
            var definition = get(VirtualMachineResource.class, VirtualMachineResource::new, namespace, machine.name());
            var instance = get(MachineInstanceResource.class, MachineInstanceResource::new, namespace, machine.name());
            return definition.thenCombine(instance, (one, other) -> MachineFacts.of(one, other, Set.of()));
        }
        if (!(workload instanceof StatefulSetMember member)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return switch (member.kind()) {
            case StatefulSetMember.KIND ->
                get(StatefulSetResource.class, StatefulSetResource::new, namespace, member.name())
                        .thenApply(set -> set.map(OrdinalSetResource::facts));
            case StatefulSetMember.KRUISE ->
                get(KruiseStatefulSetResource.class, KruiseStatefulSetResource::new, namespace, member.name())
                        .thenApply(set -> set.map(OrdinalSetResource::facts));
            default -> ofAnyKind(namespace, member);
        };
    }

    private <T extends PartialResource> CompletableFuture<Optional<T>> get(
            Class<T> kind, Supplier<T> newOne, String namespace, String name) {
        var api = "/apis/" + HasMetadata.getGroup(kind) + "/" + HasMetadata.getVersion(kind);
        return objects.get(namespaced(api, namespace, HasMetadata.getPlural(kind)), name, newOne);
    }

    private CompletableFuture<Optional<OwnerFacts>> ofAnyKind(String namespace, StatefulSetMember member) {
        return served(member.kind()).thenCompose(kind -> {
            var api = "/apis/" + kind.getGroup() + "/" + kind.getVersion();
            return objects.get(namespaced(api, namespace, kind.getPlural()), member.name())
                    .thenApply(answer -> answer.map(StoredFacts::facts));
        });
    }

    private CompletableFuture<ResourceDefinitionContext> served(String kind) {
        var known = kinds.get(kind);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : discovery.find(kind).thenApply(outcome -> {
                    if (outcome instanceof KindDiscovery.Missing missing) {
                        throw new Unanswered(missing.why());
                    }
                    var found = ((KindDiscovery.Found) outcome).context();
                    kinds.put(kind, found);
                    return found;
                });
    }

    private static OwnerFacts facts(ApiServer.Answer answer) {
        try {
            return GenericOwner.facts(JSON.readValue(answer.body(), GenericKubernetesResource.class));
        } catch (IOException malformed) {
            throw new Unanswered("the API server's answer can't be read");
        }
    }

    private static String namespaced(String api, String namespace, String plural) {
        return api + "/namespaces/" + namespace + "/" + plural;
    }
}
