package io.github.ovnnb.it;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The Pods of a namespace, for tests whose database and agents are their own. */
final class Pods implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KubernetesClient client;
    private final String namespace;

    private Pods(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Makes the namespace. */
    static Pods of(ControlPlane controlPlane, String namespace) {
        var client = controlPlane.admin().newClient();
        client.resource(Workloads.namespace(namespace)).create();
        return new Pods(client, namespace);
    }

    String namespace() {
        return namespace;
    }

    /** Creates it in this namespace. */
    <T extends HasMetadata> T create(T resource) {
        resource.getMetadata().setNamespace(namespace);
        return client.resource(resource).create();
    }

    Pod create(String name) {
        return create(Workloads.pod(name, Map.of()));
    }

    Pod createOn(String node, String name) {
        var pod = Workloads.pod(name, Map.of());
        pod.getSpec().setNodeName(node);
        return create(pod);
    }

    Optional<Pod> find(String name) {
        return Optional.ofNullable(
                client.pods().inNamespace(namespace).withName(name).get());
    }

    List<Pod> all() {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    Pod awaitAllocated(String name) {
        return await(name + " allocated", name, Corner::isAllocated);
    }

    private Pod await(String what, String name, Predicate<Pod> is) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> find(name), found -> found.filter(is).isPresent())
                .orElseThrow();
    }

    void delete(String name) {
        client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }

    /** Deletes a member and waits for the next Pod of its name, which nobody need have served yet. */
    Pod replace(String member) {
        var before = find(member).orElseThrow().getMetadata().getUid();
        delete(member);
        return await(
                "another " + member, member, pod -> !pod.getMetadata().getUid().equals(before));
    }

    /** Warnings about this very Pod, none of its predecessors. */
    List<Event> warnings(Pod pod) {
        return warnings().stream()
                .filter(event -> pod.getMetadata()
                        .getUid()
                        .equals(event.getInvolvedObject().getUid()))
                .toList();
    }

    /** About all Pods of the namespace, also such as are gone. */
    List<Event> warnings() {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> "Warning".equals(event.getType()))
                .toList();
    }

    /** Waits for a Warning about this very Pod and returns its message. */
    String awaitWarning(Pod pod, String reason) {
        return Awaitility.await(reason + " on " + pod.getMetadata().getName())
                .atMost(PATIENCE)
                .until(
                        () -> warnings(pod).stream()
                                .filter(event -> reason.equals(event.getReason()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .getMessage();
    }

    /** As a row of the Northbound says it. */
    static String told(Pod pod) {
        return Corner.annotation(pod, "mac_address") + " "
                + Corner.annotation(pod, "ip_address").replace(",", " ");
    }

    /** Leaves no Pod that a later class would find. */
    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        Awaitility.await("Pods of " + namespace + " gone").atMost(PATIENCE).until(() -> all().isEmpty());
        client.close();
    }
}
