package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Pods whose StatefulSet is gone: there is nobody to say which addresses they are entitled to, so they can't be served. */
final class Orphans {
    private Orphans() {}

    /** @return their names */
    static List<String> delete(KubernetesClient client) {
        // First the Pods: of those there are now, each set that still is has been there.
        var pods = client.pods().inNamespace(World.NAMESPACE).list().getItems();
        var sets = client.apps().statefulSets().inNamespace(World.NAMESPACE).list().getItems().stream()
                .map(StatefulSet::getMetadata)
                .map(metadata -> metadata.getUid())
                .collect(Collectors.toSet());
        var orphans = pods.stream().filter(pod -> isLeftBy(pod, sets)).toList();
        orphans.forEach(orphan -> client.resource(orphan).withGracePeriod(0).delete());
        return orphans.stream().map(orphan -> orphan.getMetadata().getName()).toList();
    }

    private static boolean isLeftBy(Pod pod, Set<String> sets) {
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getKind().equals("StatefulSet") && !sets.contains(owner.getUid()));
    }
}
