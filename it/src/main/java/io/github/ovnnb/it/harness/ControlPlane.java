package io.github.ovnnb.it.harness;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A real Kubernetes control plane on free ports of loopback: etcd, kube-apiserver with RBAC and TLS, and
 * kube-controller-manager with the workload controllers. No scheduler and no kubelet: see {@link Kubelets}.
 *
 * <p>The programs are those that {@code scripts/setup control-plane} has built; {@code $OVNNB_CACHE} says where
 * ({@code ~/.cache/ovn-nb-agent} otherwise).
 */
public final class ControlPlane implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONTROLLERS = String.join(
            ",",
            "deployment-controller",
            "replicaset-controller",
            "statefulset-controller",
            "daemonset-controller",
            "job-controller",
            "cronjob-controller",
            "garbage-collector-controller",
            "namespace-controller",
            "serviceaccount-controller",
            "pod-garbage-collector-controller",
            "resourcequota-controller");

    private final TemporaryDirectory directory = TemporaryDirectory.create("ovnnb-kube");
    private final int port = FreePort.onLoopback();
    private final String adminToken = UUID.randomUUID().toString();
    private final ManagedProcess etcd;
    private final ManagedProcess apiServer;
    private final ManagedProcess controllerManager;

    private ControlPlane() {
        directory.write("service-account.key", RsaKey.newPem());
        directory.write("tokens.csv", adminToken + ",admin,admin,system:masters\n");
        directory.write("admin.kubeconfig", admin().text());

        var etcdUrl = "http://127.0.0.1:" + FreePort.onLoopback();
        etcd = process("etcd", etcdCommand(etcdUrl));
        apiServer = process("kube-apiserver", apiServerCommand(etcdUrl));
        controllerManager = process("kube-controller-manager", controllerManagerCommand());
    }

    /** Starts all three and waits until the API answers and a namespace can be made. Takes about 5 s. */
    public static ControlPlane start() {
        var controlPlane = new ControlPlane();
        controlPlane.etcd.start();
        controlPlane.startApiServer();
        controlPlane.controllerManager.start();
        return controlPlane;
    }

    /** Starts the API server, again after it was killed, and waits until it is ready. */
    public void startApiServer() {
        apiServer.start();
        Patience.until("kube-apiserver ready", PATIENCE, this::isReady, apiServer::tailOfLog);
    }

    public ManagedProcess etcd() {
        return etcd;
    }

    public ManagedProcess apiServer() {
        return apiServer;
    }

    public ManagedProcess controllerManager() {
        return controllerManager;
    }

    /** Keeps a copy of all that the API server has stored, for {@link #restoreState}. etcd is away for a moment. */
    public void saveState() {
        etcd.terminate();
        TemporaryDirectory.copy(file("etcd"), file("etcd-saved"));
        etcd.start();
    }

    /**
     * Puts all objects back to how they were at {@link #saveState}, their resource versions included, in the order that Kubernetes'
     * documentation asks for: everything is stopped and started again. Ready when it returns.
     */
    public void restoreState() {
        controllerManager.kill9();
        apiServer.kill9();
        etcd.terminate();
        TemporaryDirectory.copy(file("etcd-saved"), file("etcd"));
        etcd.start();
        startApiServer();
        controllerManager.start();
    }

    /** The identity that may do everything. */
    public Kubeconfig admin() {
        return new Kubeconfig("https://127.0.0.1:" + port, certificateAuthority(), adminToken);
    }

    /** The kubeconfig file of {@link #admin()}. */
    public Path adminKubeconfig() {
        return file("admin.kubeconfig");
    }

    /**
     * The identity of a ServiceAccount that exists, by a token such as its Pod would be given: it may do what RBAC
     * grants it and nothing else.
     */
    public Kubeconfig serviceAccount(String namespace, String name) {
        try (var client = admin().newClient()) {
            var request = new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(Duration.ofHours(24).toSeconds())
                    .endSpec()
                    .build();
            var token = client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(name)
                    .tokenRequest(request)
                    .getStatus()
                    .getToken();
            return new Kubeconfig(admin().server(), certificateAuthority(), token);
        }
    }

    /**
     * The identity of the agent as it is shipped: applies {@code agent/deploy/rbac.yaml} as it stands and takes the
     * ServiceAccount in it.
     */
    public Kubeconfig asAgent() {
        return accountOf("agent/deploy/rbac.yaml");
    }

    /** The same for the agents that serve one node each, by {@code agent/deploy/daemonset.yaml}. */
    public Kubeconfig asNodeAgent() {
        return accountOf("agent/deploy/daemonset.yaml");
    }

    private Kubeconfig accountOf(String file) {
        var manifest = Repository.file(file);
        try (var client = admin().newClient();
                var text = Files.newInputStream(manifest)) {
            var account = client.load(text).items().stream()
                    .filter(ServiceAccount.class::isInstance)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(manifest + " has no ServiceAccount"))
                    .getMetadata();
            client.namespaces()
                    .resource(Workloads.namespace(account.getNamespace()))
                    .createOr(NonDeletingOperation::update);
            apply(manifest);
            return serviceAccount(account.getNamespace(), account.getName());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Writes that identity to a kubeconfig file of its own, which goes when this control plane is closed. */
    public Path write(Kubeconfig identity) {
        return directory.write(UUID.randomUUID() + ".kubeconfig", identity.text());
    }

    /** Runs kubectl as admin and returns what it printed. */
    public String kubectl(String... arguments) {
        var command = new ArrayList<>(List.of(program("kubectl"), "--kubeconfig=" + adminKubeconfig()));
        command.addAll(List.of(arguments));
        return Command.run(command, Map.of());
    }

    /** Applies a manifest file as admin, as {@code kubectl apply -f} does. */
    public void apply(Path manifest) {
        kubectl("apply", "-f", manifest.toString());
    }

    /** Applies a manifest of CustomResourceDefinitions and waits until all that there are can be used. */
    public void applyKinds(Path manifest) {
        apply(manifest);
        kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        // Established is said a moment before discovery tells of them, by which programs find out what there is.
        var kinds = kubectl(
                        "get",
                        "crd",
                        "-o",
                        "jsonpath={range .items[*]}{.spec.group}/{.spec.versions[0].name} "
                                + "{.spec.names.plural}{'\\n'}{end}")
                .lines()
                .map(line -> line.split(" "))
                .toList();
        try (var client = admin().newClient()) {
            Patience.until(
                    "kinds of " + manifest.getFileName() + " in discovery",
                    PATIENCE,
                    () -> kinds.stream().allMatch(kind -> isDiscovered(client, kind[0], kind[1])),
                    apiServer::tailOfLog);
        }
    }

    private static boolean isDiscovered(KubernetesClient client, String groupVersion, String plural) {
        var resources = client.getApiResources(groupVersion);
        return resources != null
                && resources.getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(plural));
    }

    /** What kube-controller-manager has said. */
    public Path controllerManagerLog() {
        return controllerManager.log();
    }

    /** Where kubectl is, for people. */
    public Path kubectlProgram() {
        return Path.of(program("kubectl"));
    }

    @Override
    public void close() {
        controllerManager.terminate();
        // A graceful end of the API server waits for its watches, for a minute by default.
        apiServer.kill9();
        etcd.terminate();
        directory.delete();
    }

    private boolean isReady() {
        if (!apiServer.isAlive()) {
            throw new IllegalStateException("kube-apiserver has ended:\n" + apiServer.tailOfLog());
        }
        if (!Files.exists(certificateAuthority())) {
            return false;
        }
        try (KubernetesClient client = admin().newClient()) {
            return client.namespaces().withName("default").get() != null && "ok".equals(client.raw("/readyz"));
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private List<String> etcdCommand(String url) {
        return List.of(
                "etcd",
                "--data-dir=" + file("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=http://127.0.0.1:" + FreePort.onLoopback(),
                // A power failure ends a test anyway.
                "--unsafe-no-fsync");
    }

    private List<String> apiServerCommand(String etcdUrl) {
        return List.of(
                program("kube-apiserver"),
                "--etcd-servers=" + etcdUrl,
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--cert-dir=" + file("certificates"),
                "--service-account-key-file=" + file("service-account.key"),
                "--service-account-signing-key-file=" + file("service-account.key"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--token-auth-file=" + file("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--allow-privileged=true",
                // It would refuse Pods in a namespace whose default ServiceAccount is a moment younger.
                "--disable-admission-plugins=ServiceAccount",
                "--max-requests-inflight=2000",
                "--max-mutating-requests-inflight=1000");
    }

    private List<String> controllerManagerCommand() {
        return List.of(
                program("kube-controller-manager"),
                "--kubeconfig=" + adminKubeconfig(),
                "--service-account-private-key-file=" + file("service-account.key"),
                "--leader-elect=false",
                "--controllers=" + CONTROLLERS,
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                "--secure-port=0");
    }

    private ManagedProcess process(String name, List<String> command) {
        return new ManagedProcess(name, command, Map.of(), file(name + ".log"));
    }

    /** The API server signs its certificate itself and puts the issuer beside it. */
    private Path certificateAuthority() {
        return file("certificates/apiserver.crt");
    }

    private Path file(String name) {
        return directory.path().resolve(name);
    }

    private static String program(String name) {
        var cache =
                System.getenv().getOrDefault("OVNNB_CACHE", System.getProperty("user.home") + "/.cache/ovn-nb-agent");
        var program = Path.of(cache, "kubernetes", "current", name);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(program + " is missing: run 'scripts/setup control-plane' first");
        }
        try {
            return program.toRealPath().toString();
        } catch (IOException vanished) {
            throw new UncheckedIOException(vanished);
        }
    }
}
