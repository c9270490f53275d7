package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.Kubelets;
import io.github.ovnnb.it.harness.Ovn;
import io.github.ovnnb.it.harness.PortRow;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kube-ovn's IPPool and IP resources, nodes' addresses, and what its CNI daemon waits for; on a control plane of its own, for the CRDs. */
class AddressResourcesIT {

    private static final String SUBNET = "divided";
    private static final List<String> CRDS = List.of("subnet", "ippool", "ip");

    @TempDir
    private static Path directory;

    private static ControlPlane controlPlane;
    private static KubernetesClient client;
    private static Kubelets kubelets;
    private static AgentProcess agent;

    @BeforeAll
    static void open() throws IOException {
        controlPlane = ControlPlane.start();
        client = controlPlane.admin().newClient();
        for (var crd : CRDS) {
            controlPlane.applyKinds(Repository.file("agent/deploy/" + crd + "-crd.yaml"));
        }
        apply("""
                apiVersion: kubeovn.io/v1
                kind: Subnet
                metadata: {name: divided}
                spec: {protocol: IPv4, cidrBlock: 10.43.0.0/24, gateway: 10.43.0.1, default: true, vpc: ovn-cluster}
                """);
        kubelets = Kubelets.start(controlPlane.admin(), 1);
        agent = AgentProcess.central(
                        SharedPlatform.ovn().northboundTcp(),
                        controlPlane.write(controlPlane.asAgent()),
                        "kubeOvn: {subnetStatus: true}")
                .startAndAwaitReady();
    }

    @AfterAll
    static void close() {
        agent.close();
        kubelets.close();
        client.close();
        controlPlane.close();
        ovn().nbctl("--if-exists", "ls-del", SUBNET);
    }

    @AfterEach
    void deletePods() {
        client.pods().inAnyNamespace().withGracePeriod(0).delete();
        await("no ports left")
                .atMost(Corner.PATIENCE)
                .until(() -> ovn().nbctl("lsp-list", SUBNET).isBlank());
        controlPlane.kubectl("delete", "ippools,ips", "--all", "--wait=true");
    }

    private static Ovn ovn() {
        return SharedPlatform.ovn();
    }

    private static void apply(String manifest) throws IOException {
        controlPlane.apply(Files.writeString(directory.resolve("manifest.yaml"), manifest));
    }

    private static void pool(String name, String namespaces, String ips) throws IOException {
        apply("""
                apiVersion: kubeovn.io/v1
                kind: IPPool
                metadata: {name: %s}
                spec: {subnet: divided, namespaces: [%s], ips: [%s]}
                """.formatted(name, namespaces, ips));
    }

    private static void create(String namespace, String name, Map<String, String> annotations) {
        var pod = Workloads.pod(name, annotations);
        pod.getMetadata().setNamespace(namespace);
        client.resource(pod).create();
    }

    private static void create(String name, Map<String, String> annotations) {
        create("default", name, annotations);
    }

    private static Map<String, String> ipPool(String name) {
        return Map.of("ovn.kubernetes.io/ip_pool", name);
    }

    private static Map<String, String> ipAddress(String ip) {
        return Map.of("ovn.kubernetes.io/ip_address", ip);
    }

    private static void delete(String pod) {
        client.pods().inNamespace("default").withName(pod).withGracePeriod(0).delete();
        await(pod + " gone")
                .atMost(Corner.PATIENCE)
                .until(() -> row("default", pod).isEmpty());
    }

    private static Pod pod(String namespace, String name) {
        return client.pods().inNamespace(namespace).withName(name).require();
    }

    private static Optional<PortRow> row(String namespace, String pod) {
        return ovn().port(pod + "." + namespace);
    }

    private static String awaitIp(String namespace, String name) {
        await(name + " allocated").atMost(Corner.PATIENCE).until(() -> Corner.isAllocated(pod(namespace, name)));
        assertThat(row(namespace, name).orElseThrow().ips())
                .containsExactly(Corner.annotation(pod(namespace, name), "ip_address"));
        return Corner.annotation(pod(namespace, name), "ip_address");
    }

    private static String awaitIp(String pod) {
        return awaitIp("default", pod);
    }

    private static void awaitWarning(String pod, String reason, String text) {
        await(reason + " on " + pod)
                .atMost(Corner.PATIENCE)
                .until(() -> client.v1().events().inNamespace("default").list().getItems().stream()
                        .filter(event -> pod.equals(event.getInvolvedObject().getName()))
                        .anyMatch(event -> reason.equals(event.getReason())
                                && event.getMessage().contains(text)));
    }

    private static String field(String resource, String path) {
        return controlPlane.kubectl("get", resource, "--ignore-not-found", "-o", "jsonpath={" + path + "}");
    }

    private static void awaitField(String resource, String path, String expected) {
        await(resource + " " + path)
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(field(resource, path)).isEqualTo(expected));
    }

    @Test
    void aPodThatNamesAPoolGetsItsAddressAndTheNextWaitsUntilOneIsReleased() throws IOException {
        pool("small", "", "10.43.0.40");
        create("first", ipPool("small"));
        assertThat(awaitIp("first")).isEqualTo("10.43.0.40");

        create("second", ipPool("small"));
        awaitWarning("second", "AcquireAddressFailed", "no free address left in IPPool small of subnet divided");
        delete("first");
        assertThat(awaitIp("second")).isEqualTo("10.43.0.40");
    }

    @Test
    void aPodWaitsForAPoolThatIsNotThereYetAndIsServedWhenItGrows() throws IOException {
        create("early", ipPool("late"));
        awaitWarning("early", "AcquireAddressFailed", "there is no IPPool \"late\"");
        pool("late", "", "10.43.0.50");
        assertThat(awaitIp("early")).isEqualTo("10.43.0.50");

        create("more", ipPool("late"));
        awaitWarning("more", "AcquireAddressFailed", "no free address left in IPPool late");
        pool("late", "", "10.43.0.50..10.43.0.51");
        assertThat(awaitIp("more")).isEqualTo("10.43.0.51");
    }

    @Test
    void theNamespaceOfAPoolTakesFromItAndOthersDoNot() throws IOException {
        controlPlane.kubectl("create", "namespace", "shop");
        pool("shops", "shop", "10.43.0.2..10.43.0.3");
        create("shop", "a", Map.of());
        assertThat(awaitIp("shop", "a")).isEqualTo("10.43.0.2");

        create("other", Map.of());
        assertThat(awaitIp("other")).isNotIn("10.43.0.2", "10.43.0.3");
        awaitField("ippool/shops", ".status.v4UsingIPs} {.status.v4UsingIPRange", "1 10.43.0.2");
        awaitField("ippool/shops", ".status.v4AvailableIPs} {.status.v4AvailableIPRange", "1 10.43.0.3");
        awaitField("subnet/divided", ".status.v4usingIPs", "2");
    }

    @Test
    void anIpResourceFollowsItsPortAndGoesWithIt() {
        create("plain", ipAddress("10.43.0.60"));
        awaitIp("plain");

        awaitField(
                "ip/plain.default",
                ".spec.podName} {.spec.namespace} {.spec.subnet} {.spec.nodeName} {.spec.v4IpAddress} {.spec.ipAddress",
                "plain default divided node-1 10.43.0.60 10.43.0.60");
        assertThat(field("ip/plain.default", ".spec.macAddress"))
                .isEqualTo(Corner.annotation(pod("default", "plain"), "mac_address"));
        assertThat(field("ip/plain.default", ".metadata.labels"))
                .contains("\"ovn.kubernetes.io/ip_reserved\":\"false\"", "\"ovn.kubernetes.io/subnet\":\"divided\"");

        // It is a record: deleting it frees nothing.
        controlPlane.kubectl("delete", "ip", "plain.default");
        awaitField("ip/plain.default", ".spec.v4IpAddress", "10.43.0.60");
        delete("plain");
        awaitField("ip/plain.default", ".metadata.name", "");
    }

    @Test
    void anAddressMarkedAsReservedSurvivesItsPod() {
        create("keeper", ipAddress("10.43.0.70"));
        awaitIp("keeper");
        awaitField("ip/keeper.default", ".spec.v4IpAddress", "10.43.0.70");
        controlPlane.kubectl("label", "ip", "keeper.default", "ovn.kubernetes.io/ip_reserved=true", "--overwrite");
        awaitLog("IP keeper.default reserves");
        delete("keeper");

        create("thief", ipAddress("10.43.0.70"));
        awaitWarning("thief", "AcquireAddressFailed", "10.43.0.70 on subnet divided is reserved by IP keeper.default");
        create("keeper", Map.of());
        assertThat(awaitIp("keeper")).isEqualTo("10.43.0.70");

        delete("keeper");
        controlPlane.kubectl("label", "ip", "keeper.default", "ovn.kubernetes.io/ip_reserved=false", "--overwrite");
        assertThat(awaitIp("thief")).isEqualTo("10.43.0.70");
        awaitField("ip/keeper.default", ".metadata.name", "");
    }

    private static void awaitLog(String text) {
        await(text)
                .atMost(Corner.PATIENCE)
                .until(() -> agent.process().tailOfLog().contains(text));
    }

    @Test
    void anIpThatAUserMadeKeepsItsAddressUntilItIsDeleted() throws IOException {
        apply("""
                apiVersion: kubeovn.io/v1
                kind: IP
                metadata: {name: printer}
                spec: {subnet: divided, ipAddress: 10.43.0.80}
                """);
        awaitLog("IP printer reserves");
        create("wants", ipAddress("10.43.0.80"));
        awaitWarning("wants", "AcquireAddressFailed", "10.43.0.80 on subnet divided is reserved by IP printer");
        assertThat(field("ip/printer", ".spec")).isEqualTo("{\"ipAddress\":\"10.43.0.80\",\"subnet\":\"divided\"}");

        controlPlane.kubectl("delete", "ip", "printer");
        assertThat(awaitIp("wants")).isEqualTo("10.43.0.80");
    }

    @Test
    void anIpThatAUserMadeForAPodIsForThatPod() throws IOException {
        apply("""
                apiVersion: kubeovn.io/v1
                kind: IP
                metadata: {name: mine}
                spec: {subnet: divided, ipAddress: 10.43.0.90, macAddress: "0a:00:00:00:00:90", namespace: default, podName: chosen}
                """);
        awaitLog("IP mine reserves");
        create("chosen", Map.of());

        assertThat(awaitIp("chosen")).isEqualTo("10.43.0.90");
        assertThat(Corner.annotation(pod("default", "chosen"), "mac_address")).isEqualTo("0a:00:00:00:00:90");
    }

    @Test
    void aRecordOfAPortThatIsGoneVanishesAndNothingElseDoes() throws IOException {
        agent.kill9();
        apply("""
                apiVersion: kubeovn.io/v1
                kind: IP
                metadata:
                  name: stale.default
                  labels: {app.kubernetes.io/managed-by: ovn-nb-agent, ovn.kubernetes.io/ip_reserved: "false"}
                spec: {subnet: divided, ipAddress: 10.43.0.100, v4IpAddress: 10.43.0.100, namespace: default, podName: stale}
                ---
                apiVersion: kubeovn.io/v1
                kind: IP
                metadata:
                  name: adopted.default
                  labels: {ovn.kubernetes.io/ip_reserved: "false"}
                  finalizers: [kubeovn.io/kube-ovn-controller]
                spec: {subnet: divided, ipAddress: 10.43.0.101, v4IpAddress: 10.43.0.101, namespace: default, podName: adopted}
                ---
                apiVersion: kubeovn.io/v1
                kind: IP
                metadata: {name: users.default}
                spec: {subnet: divided, ipAddress: 10.43.0.102, namespace: default, podName: users}
                """);
        agent.startAndAwaitReady();

        awaitField("ip/stale.default", ".metadata.name", "");
        awaitField("ip/adopted.default", ".metadata.name", "");
        assertThat(field("ip/users.default", ".metadata.name")).isEqualTo("users.default");
    }

    @Test
    void anAddressOfANodeIsNotForPods() {
        controlPlane.kubectl(
                "patch",
                "node",
                "node-1",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"10.43.0.110\"}]}}");
        create("clash", ipAddress("10.43.0.110"));

        awaitWarning(
                "clash", "ValidatePodNetworkFailed", "10.43.0.110 can't be given to a Pod, it is the address of node");
        controlPlane.kubectl(
                "patch",
                "node",
                "node-1",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"addresses\":[]}}");
        assertThat(awaitIp("clash")).isEqualTo("10.43.0.110");
    }

    @Test
    void aPodIsRoutedOnceItIsOnANode() {
        create("routed", Map.of());
        awaitIp("routed");

        await("routed")
                .atMost(Corner.PATIENCE)
                .until(() ->
                        Corner.annotation(pod("default", "routed"), "routed").equals("true"));
        assertThat(pod("default", "routed").getSpec().getNodeName()).isEqualTo("node-1");
        assertThat(Corner.annotation(pod("default", "routed"), "logical_router"))
                .isEqualTo("ovn-cluster");
    }

    @Test
    void auditTellsOfPoolsThatDoNotFitAndExplainNamesThem() throws IOException {
        pool("one", "", "10.43.0.120..10.43.0.121");
        pool("two", "", "10.43.0.121,10.99.0.1");
        create("pooled", ipPool("one"));
        awaitIp("pooled");

        assertThat(command("audit"))
                .containsPattern("IPPool two +pools overlap")
                .containsPattern(
                        "IPPool two +address outside its subnet +10\\.99\\.0\\.1 is outside of subnet divided");
        assertThat(command("explain", "default/pooled"))
                .containsPattern("pool +the address is of one \\(10\\.43\\.0\\.120\\.\\.10\\.43\\.0\\.121");
    }

    private static String command(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--ovn-nb=" + ovn().northboundTcp());
        all.add("--kubeconfig=" + controlPlane.adminKubeconfig());
        return AgentProcess.runToEnd(all.toArray(String[]::new)).output();
    }
}
