package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One StatefulSet that is scaled, deleted and made anew under its name. Whatever gives a member up is written into the ledger first.
 * Confined to the workload's thread.
 */
final class SetSlot {
    private final KubernetesClient client;
    private final Clerk clerk;
    private final String name;
    private final int start;
    private final Map<String, String> annotations;
    private Optional<StatefulSet> current = Optional.empty();

    /** @param start the first ordinal */
    SetSlot(KubernetesClient client, Clerk clerk, String name, int start, Map<String, String> annotations) {
        this.client = client;
        this.clerk = clerk;
        this.name = name;
        this.start = start;
        this.annotations = annotations;
    }

    /** The name of the member in that position, counted from 0. */
    String member(int position) {
        return name + "-" + (start + position);
    }

    void scale(int replicas) {
        read();
        if (current.isEmpty()) {
            current = Optional.of(client.resource(Specs.statefulSet(name, start, replicas, annotations))
                    .create());
            return;
        }
        giveUpFrom(replicas);
        var scaled = set().edit(set -> {
            set.getSpec().setReplicas(replicas);
            return set;
        });
        current = Optional.of(scaled);
        wantAgain(scaled);
    }

    /** Its Pods are collected some time after that. */
    void delete() {
        read();
        giveUpFrom(0);
        var unused = set().delete();
        current = Optional.empty();
    }

    /** What an earlier call came to, whose answer was lost, is only known to the API server. */
    private void read() {
        current =
                Optional.ofNullable(set().get()).filter(set -> set.getMetadata().getDeletionTimestamp() == null);
        current.ifPresent(this::wantAgain);
    }

    private void giveUpFrom(int replicas) {
        current.ifPresent(set -> clerk.writeAndWait(ledger -> IntStream.range(
                        replicas, Math.max(replicas, set.getSpec().getReplicas()))
                .forEach(position -> ledger.givingUp(claim(set, position)))));
    }

    private void wantAgain(StatefulSet set) {
        long version = Long.parseLong(set.getMetadata().getResourceVersion());
        clerk.writeAndWait(ledger -> IntStream.range(0, set.getSpec().getReplicas())
                .forEach(position -> ledger.wantedAgain(claim(set, position), version)));
    }

    private Claim claim(StatefulSet set, int position) {
        return new Claim(set.getMetadata().getUid(), member(position) + "." + World.NAMESPACE);
    }

    private RollableScalableResource<StatefulSet> set() {
        return client.apps().statefulSets().inNamespace(World.NAMESPACE).withName(name);
    }
}
