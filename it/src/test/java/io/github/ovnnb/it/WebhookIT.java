package io.github.ovnnb.it;

import static io.github.ovnnb.it.harness.Workloads.ipAddress;
import static io.github.ovnnb.it.harness.Workloads.ipPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.FreePort;
import io.github.ovnnb.it.harness.Ovn;
import io.github.ovnnb.it.harness.Repository;
import io.github.ovnnb.it.harness.Workloads;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped webhook configuration on a control plane of its own, asked by the real API server. */
class WebhookIT {

    private static final String SUBNETS = """
            subnets:
            - name: hook
              cidrBlock: 10.43.0.0/24
              gateway: 10.43.0.1
              default: true
            """;

    @TempDir
    private static Path directory;

    private static Ovn ovn;
    private static ControlPlane controlPlane;
    private static KubernetesClient client;
    private static AgentProcess agent;
    private static AgentProcess webhook;
    private static int port;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        ovn = SharedPlatform.ovn();
        controlPlane = ControlPlane.start();
        client = controlPlane.admin().newClient();
        agent = AgentProcess.central(ovn.northboundTcp(), controlPlane.write(controlPlane.asAgent()), SUBNETS);
        agent.startAndAwaitReady();
        port = FreePort.onLoopback();
        makeCertificate();
        applyManifest();
        webhook = AgentProcess.webhook(
                ovn.northboundTcp(),
                controlPlane.write(controlPlane.serviceAccount("kube-system", "ovn-nb-agent-webhook")),
                SUBNETS,
                port,
                directory);
        webhook.startAndAwaitReady();
        awaitAsked();
    }

    private static void makeCertificate() throws IOException, InterruptedException {
        var made = new ProcessBuilder(
                        Repository.file("agent/deploy/webhook-certificate").toString(),
                        directory.toString(),
                        "IP:127.0.0.1")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(made).isZero();
    }

    /** As it is shipped, but for the way to the webhook: there is no Service network here. */
    private static void applyManifest() throws IOException {
        var authority = Base64.getEncoder().encodeToString(Files.readAllBytes(directory.resolve("ca.crt")));
        var service =
                "      service:\n        name: ovn-nb-agent-webhook\n        namespace: kube-system\n        path: /validate\n"
                        + "      caBundle: \"\"\n";
        var shipped = Files.readString(Repository.file("agent/deploy/webhook.yaml"));
        assertThat(shipped).contains(service);
        var url = "      url: https://127.0.0.1:" + port + "/validate\n      caBundle: " + authority + "\n";
        controlPlane.apply(Files.writeString(directory.resolve("webhook.yaml"), shipped.replace(service, url)));
    }

    /** The API server takes a moment to hear of its own configuration. */
    private static void awaitAsked() {
        await("the webhook is asked")
                .atMost(Corner.PATIENCE)
                .until(() ->
                        refusalOf(Workloads.pod("probe", ipAddress("nonsense"))).isPresent());
    }

    @AfterAll
    static void stop() {
        webhook.close();
        agent.close();
        client.close();
        controlPlane.close();
        ovn.nbctl("--if-exists", "ls-del", "hook");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "malformed | 10.43.0.x   | is not an IP address such as 10.16.0.15",
                "outside   | 192.168.0.9 | is outside of subnet hook (10.43.0.0/24); choose an address inside",
                "gateway   | 10.43.0.1   | it is the gateway of subnet hook",
                "network   | 10.43.0.0   | it is the network address of 10.43.0.0/24",
            })
    void refusesInTheWordsOfTheEvent(String name, String address, String words) {
        var pod = Workloads.pod(name, ipAddress(address));

        var refusal = refusalOf(pod).orElseThrow();

        assertThat(refusal).contains(words);
        // In this namespace nobody asks the webhook.
        var event = eventOn(client.resource(pod).inNamespace("kube-system").create());
        assertThat(refusal).isEqualTo("admission webhook \"pods.ovnnb.io\" denied the request: " + event);
    }

    @Test
    void refusesEveryKindOfWorkload() {
        var wrong = ipPool("10.43.0.200,10.43.0.x");
        for (HasMetadata workload : List.of(
                Workloads.deployment("wrong", 1, wrong),
                Workloads.statefulSet("wrong", 1, wrong),
                Workloads.daemonSet("wrong", wrong),
                Workloads.job("wrong", 1, wrong),
                Workloads.cronJob("wrong", wrong))) {
            assertThat(refusalOf(workload))
                    .as(workload.getKind())
                    .get()
                    .asString()
                    .contains("workloads.ovnnb.io", "has the entry \"10.43.0.x\", which is not an IP address");
        }
    }

    @Test
    void refusesATakenAddressButLetsAWorkloadKeepItsOwn() {
        create(Workloads.deployment("web", 2, ipPool("10.43.0.50,10.43.0.51")));
        await("web allocated").atMost(Corner.PATIENCE).until(() -> allocated("web") == 2);

        await("the webhook has heard of it")
                .atMost(Corner.PATIENCE)
                .untilAsserted(() -> assertThat(refusalOf(Workloads.pod("thief", ipAddress("10.43.0.50"))))
                        .get()
                        .asString()
                        .contains("10.43.0.50 on subnet hook is taken by port web-", "when that port is released"));
        assertThat(refusalOf(Workloads.deployment("thieves", 1, ipPool("10.43.0.50,10.43.0.51"))))
                .get()
                .asString()
                .contains("none of the 2 entries is free");

        client.apps().deployments().inNamespace("default").withName("web").edit(web -> {
            web.getSpec().getTemplate().getMetadata().getAnnotations().putAll(ipPool("10.43.0.50"));
            return web;
        });
    }

    @Test
    void warnsOfAnAnnotationOnTheWorkloadItself() {
        create(Workloads.deployment("misplaced", 0, ipPool("10.43.0.60")));

        assertThatThrownBy(() -> controlPlane.kubectl(
                        "annotate",
                        "--warnings-as-errors",
                        "deployment",
                        "misplaced",
                        "ovn.kubernetes.io/mac_address=00:00:00:53:6b:b6"))
                .hasMessageContaining("annotation ovn.kubernetes.io/mac_address stands on the Deployment itself")
                .hasMessageContaining("move it to");
    }

    @Test
    void servesWithARenewedCertificateWithoutARestart() throws Exception {
        var before = servedSerial();

        makeCertificate();

        await("the renewed certificate is served")
                .atMost(Corner.PATIENCE)
                .until(() -> !servedSerial().equals(before));
        assertThat(refusalOf(Workloads.pod("still-asked", ipAddress("nonsense"))))
                .isPresent();
    }

    @Test
    void nobodyIsHeldUpWhileItIsDown() {
        webhook.kill9();
        try {
            create(Workloads.pod("anything-goes", ipAddress("10.43.0.1")));

            assertThat(eventOn(client.pods()
                            .inNamespace("default")
                            .withName("anything-goes")
                            .require()))
                    .contains("it is the gateway");
        } finally {
            webhook.startAndAwaitReady();
            awaitAsked();
        }
    }

    @Test
    void endsWithTwoAndALineWhenThereIsNoCertificate() {
        var outcome = AgentProcess.runToEnd(
                "webhook",
                "--ovn-nb=" + ovn.northboundTcp(),
                "--kubeconfig=" + controlPlane.adminKubeconfig(),
                "--port=0",
                "--http-port=0",
                "--tls-certificate=/no/such/tls.crt",
                "--tls-private-key=/no/such/tls.key");

        assertThat(outcome.exitStatus()).isEqualTo(2);
        assertThat((outcome.output() + outcome.errors()).strip().lines())
                .singleElement()
                .asString()
                .contains("/no/such/tls.crt", "does not exist");
    }

    private static BigInteger servedSerial() throws IOException, GeneralSecurityException {
        try (var socket = (SSLSocket) trustingTheAuthority().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static SSLContext trustingTheAuthority() throws IOException, GeneralSecurityException {
        var store = java.security.KeyStore.getInstance(java.security.KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream authority = Files.newInputStream(directory.resolve("ca.crt"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(authority));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void create(HasMetadata resource) {
        client.resource(resource).inNamespace("default").create();
    }

    /** What the API server says to it; empty if it admits it, and then it goes again. */
    private static Optional<String> refusalOf(HasMetadata resource) {
        try {
            var created = client.resource(resource).inNamespace("default").create();
            client.resource(created).withGracePeriod(0).delete();
            return Optional.empty();
        } catch (KubernetesClientException refused) {
            return Optional.of(refused.getStatus().getMessage());
        }
    }

    private static long allocated(String app) {
        return client.pods().inNamespace("default").withLabel("app", app).list().getItems().stream()
                .filter(Corner::isAllocated)
                .count();
    }

    /** The message of the agent's Warning on that Pod. */
    private static String eventOn(HasMetadata pod) {
        var metadata = pod.getMetadata();
        return await("warning on " + metadata.getName())
                .atMost(Corner.PATIENCE)
                .until(
                        () -> client.v1().events().inNamespace(metadata.getNamespace()).list().getItems().stream()
                                .filter(event -> metadata.getUid()
                                        .equals(event.getInvolvedObject().getUid()))
                                .map(Event::getMessage)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
