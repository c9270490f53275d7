package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.Ovn;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One test class's own corner of the shared platform: a namespace, a subnet and switch of that name, and an agent with
 * the shipped ClusterRole that knows only them.
 */
final class Corner implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Before any sweep, on however slow a machine. The second that users were promised is kept in the simulation's time. */
    static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final String PREFIX = "ovn.kubernetes.io/";

    private final String name;
    private final KubernetesClient client;
    private final Path kubeconfig;
    private final AgentProcess agent;

    private Corner(String name, String configuration, Path kubeconfig) {
        this.name = name;
        this.kubeconfig = kubeconfig;
        SharedPlatform.kubelets();
        client = SharedPlatform.controlPlane().admin().newClient();
        makeNamespace();
        agent = AgentProcess.central(ovn().northboundTcp(), kubeconfig, configuration);
    }

    /**
     * Opens a corner with a started agent.
     *
     * @param name    namespace, subnet and switch
     * @param cidr    one block, or IPv4 and IPv6 with a comma
     * @param gateway one address, or both
     */
    static Corner open(String name, String cidr, String gateway) {
        return open(name, cidr, gateway, "");
    }

    /** The same with more lines of YAML for the agent. */
    static Corner open(String name, String cidr, String gateway, String moreConfiguration) {
        var kubeconfig = SharedPlatform.controlPlane()
                .write(SharedPlatform.controlPlane().asAgent());
        return open(kubeconfig, name, cidr, gateway, moreConfiguration);
    }

    /** The same for an agent that reaches the API server by a kubeconfig of the test's own. */
    static Corner openBy(Path kubeconfig, String name, String cidr, String gateway) {
        return open(kubeconfig, name, cidr, gateway, "");
    }

    private static Corner open(Path kubeconfig, String name, String cidr, String gateway, String moreConfiguration) {
        var corner = new Corner(name, """
                subnets:
                - name: %s
                  cidrBlock: %s
                  gateway: %s
                  namespaces: [%s]
                """.formatted(name, cidr, gateway, name) + moreConfiguration, kubeconfig);
        corner.agent.startAndAwaitReady();
        return corner;
    }

    Ovn ovn() {
        return SharedPlatform.ovn();
    }

    KubernetesClient client() {
        return client;
    }

    AgentProcess agent() {
        return agent;
    }

    /** The kubeconfig file that the agent runs with. */
    Path agentKubeconfig() {
        return kubeconfig;
    }

    String name() {
        return name;
    }

    /** Creates it in this namespace. */
    <T extends HasMetadata> T create(T resource) {
        resource.getMetadata().setNamespace(name);
        return client.resource(resource).create();
    }

    Pod createPod(String pod, Map<String, String> annotations) {
        return create(Workloads.pod(pod, annotations));
    }

    Pod pod(String pod) {
        return client.pods().inNamespace(name).withName(pod).require();
    }

    Optional<Pod> podIfThere(String pod) {
        return Optional.ofNullable(client.pods().inNamespace(name).withName(pod).get());
    }

    List<Pod> podsOf(String app) {
        return client.pods().inNamespace(name).withLabel("app", app).list().getItems();
    }

    void deletePod(String pod) {
        client.pods().inNamespace(name).withName(pod).delete();
    }

    void scale(String statefulSet, int replicas) {
        client.apps().statefulSets().inNamespace(name).withName(statefulSet).scale(replicas);
    }

    /** What stands under {@code ovn.kubernetes.io/}. */
    void annotate(String pod, String key, String value) {
        putAnnotation(pod, PREFIX + key, value);
    }

    /** As {@code kubectl annotate} does: whatever the agent writes to the Pod at the same time. */
    void putAnnotation(String pod, String annotation, String value) {
        var metadata =
                new ObjectMetaBuilder().addToAnnotations(annotation, value).build();
        client.pods()
                .inNamespace(name)
                .withName(pod)
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("metadata", metadata)));
    }

    /** The Pod's annotation under {@code ovn.kubernetes.io/}, empty text when it has none. */
    static String annotation(Pod pod, String key) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations())
                .map(all -> all.get(PREFIX + key))
                .orElse("");
    }

    static boolean isAllocated(Pod pod) {
        return annotation(pod, "allocated").equals("true");
    }

    /** Waits for the Pod's annotations and checks that ovn-nbctl tells the same; returns the row. */
    PortRow awaitAllocated(String pod) {
        await(pod + " allocated")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> podIfThere(pod).filter(Corner::isAllocated).isPresent());
        return checkedRow(pod(pod));
    }

    /** Waits until that many Pods of the application are allocated, and checks all of them; returns their rows. */
    List<PortRow> awaitAllocated(String app, int number) {
        await(number + " Pods of " + app + " allocated")
                .atMost(PATIENCE)
                .until(() -> podsOf(app).stream().filter(Corner::isAllocated).count() == number);
        return podsOf(app).stream()
                .filter(Corner::isAllocated)
                .map(this::checkedRow)
                .toList();
    }

    /** What the annotations of all allocated Pods say, as their rows should have it, by port. */
    Map<String, String> allocated() {
        return client.pods().inNamespace(name).list().getItems().stream()
                .filter(Corner::isAllocated)
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName() + "." + name, Corner::told));
    }

    private PortRow checkedRow(Pod pod) {
        var row = row(pod.getMetadata().getName()).orElseThrow();
        assertThat(row.addresses()).as("addresses of " + row.name()).containsExactly(told(pod));
        return row;
    }

    private static String told(Pod pod) {
        return annotation(pod, "mac_address") + " "
                + annotation(pod, "ip_address").replace(",", " ");
    }

    /** What ovn-nbctl says of the port of that Pod. */
    Optional<PortRow> row(String pod) {
        return ovn().port(pod + "." + name);
    }

    /** What ovn-nbctl says of all ports of this namespace. */
    List<PortRow> rows() {
        return ovn().ports().stream()
                .filter(row -> row.name().endsWith("." + name))
                .toList();
    }

    void awaitNoRow(String pod) {
        await("no row of " + pod).atMost(PATIENCE).until(() -> row(pod).isEmpty());
    }

    /** Waits for a Pod of that name with another uid that is Ready, and returns it. */
    Pod awaitSuccessor(Pod before) {
        var pod = before.getMetadata().getName();
        await("another " + pod + " ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> podIfThere(pod)
                                .filter(found -> !found.getMetadata()
                                        .getUid()
                                        .equals(before.getMetadata().getUid()))
                                .isPresent()
                        && client.pods().inNamespace(name).withName(pod).isReady());
        return pod(pod);
    }

    /** Waits for a Warning on the Pod and returns its message. */
    String awaitWarning(String pod, String reason) {
        await(reason + " on " + pod)
                .atMost(PATIENCE)
                .until(() -> warnings(pod).stream().anyMatch(event -> reason.equals(event.getReason())));
        return warnings(pod).stream()
                .filter(event -> reason.equals(event.getReason()))
                .map(Event::getMessage)
                .findFirst()
                .orElseThrow();
    }

    List<Event> warnings(String pod) {
        return events(pod, "Warning");
    }

    /** @param type {@code Normal} or {@code Warning} */
    List<Event> events(String pod, String type) {
        return client.v1().events().inNamespace(name).list().getItems().stream()
                .filter(event -> type.equals(event.getType())
                        && pod.equals(event.getInvolvedObject().getName()))
                .toList();
    }

    private void makeNamespace() {
        client.resource(Workloads.namespace(name)).create();
    }

    /** Leaves no Pod and no row that a later class's agent would find. The namespace itself may take its time. */
    @Override
    public void close() {
        client.namespaces().withName(name).delete();
        await("Pods of " + name + " gone")
                .atMost(PATIENCE)
                .until(() -> client.pods().inNamespace(name).list().getItems().isEmpty());
        agent.close();
        ovn().nbctl("--if-exists", "ls-del", name);
        client.close();
    }
}
