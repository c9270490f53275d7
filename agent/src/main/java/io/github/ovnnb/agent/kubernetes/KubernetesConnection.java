package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The way to one cluster. */
public final class KubernetesConnection implements AutoCloseable {
    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    /** Doubles with each vain attempt, five times. */
    private static final int FIRST_RECONNECT_MILLIS = 200;

    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final ApiServer api;
    private final RewindCheck rewinds;

    private KubernetesConnection(KubernetesClient client, RewindCheck rewinds) {
        this.client = client;
        this.api = new ApiServer(client);
        this.rewinds = rewinds;
    }

    /**
     * Connects to nobody yet.
     *
     * @param kubeconfig if not given: the service account of the Pod we are in, or what kubectl would use
     * @throws KubeconfigUnusable if there is no way to the cluster in it
     */
    public static KubernetesConnection open(Optional<Path> kubeconfig) {
        var config = kubeconfig.map(KubernetesConnection::read).orElseGet(KubernetesConnection::surroundings);
        // Whoever asks decides whether to ask again.
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(REQUEST_TIMEOUT_MILLIS);
        config.setWatchReconnectInterval(FIRST_RECONNECT_MILLIS);
        var rewinds = new RewindCheck();
        try {
            return new KubernetesConnection(client(config, rewinds), rewinds);
        } catch (RuntimeException unusable) {
            throw new KubeconfigUnusable(
                    kubeconfig.map(file -> "kubeconfig " + file + ": ").orElse("")
                            + "the client certificate, its key or the CA certificate can't be used: "
                            + KubeconfigFault.credentials(unusable));
        }
    }

    private static KubernetesClient client(Config config, RewindCheck rewinds) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new WatchfulHttpClientFactory())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("rewinds", rewinds))
                .withKubernetesSerialization(PartialSerialization.create())
                .build();
    }

    private static Config surroundings() {
        try {
            return Config.autoConfigure(null);
        } catch (RuntimeException malformed) {
            throw new KubeconfigUnusable(
                    "neither a service account nor a kubeconfig that can be read: " + KubeconfigFault.place(malformed));
        }
    }

    private static Config read(Path kubeconfig) {
        if (!Files.isReadable(kubeconfig) || Files.isDirectory(kubeconfig)) {
            throw new KubeconfigUnusable(
                    "kubeconfig " + kubeconfig + (Files.exists(kubeconfig) ? " can't be read" : " does not exist"));
        }
        Config config;
        try {
            config = Config.fromKubeconfig(kubeconfig.toFile());
        } catch (RuntimeException malformed) {
            throw new KubeconfigUnusable(
                    "kubeconfig " + kubeconfig + " is malformed: " + KubeconfigFault.place(malformed));
        }
        if (config.getCurrentContext() == null || config.getMasterUrl() == null) {
            throw new KubeconfigUnusable("kubeconfig " + kubeconfig
                    + " names no cluster: it needs a current-context with a cluster and its server");
        }
        return config;
    }

    public KubernetesClient client() {
        return client;
    }

    /** The API server's URL. */
    public String server() {
        return client.getMasterUrl().toString();
    }

    /**
     * Asks the API server what it serves beyond Kubernetes' own kinds. Waits for the answers, up to 10 seconds each.
     *
     * @throws ApiUnavailable if it does not say
     */
    public ClusterKinds kinds() {
        var subnets = serves(SubnetResource.class) ? SubnetSource.KUBERNETES : SubnetSource.CONFIGURATION;
        return new ClusterKinds(
                subnets,
                serves(VirtualMachineResource.class),
                serves(KruiseStatefulSetResource.class),
                serves(PoolResource.class),
                serves(IpResource.class));
    }

    private boolean serves(Class<? extends PartialResource> kind) {
        var path = "/apis/" + HasMetadata.getGroup(kind) + "/" + HasMetadata.getVersion(kind);
        var answer = waitFor(() -> api.get(path).join());
        if (answer.code() == NOT_FOUND) {
            return false;
        }
        if (!answer.isSuccess()) {
            throw new ApiUnavailable("the API server answered " + answer.code() + ": " + answer.message());
        }
        return answer.text().contains("\"" + HasMetadata.getPlural(kind) + "\"");
    }

    /**
     * Checks that we may do what our work consists of. Waits for the answers, up to 10 seconds.
     *
     * @throws ApiUnavailable if we may not, or the API server does not say
     */
    public void checkAccess(ClusterKinds kinds, Duties duties) {
        var check = new AccessCheck(api);
        waitFor(() -> check.missing(kinds, duties)).ifPresent(missing -> {
            throw new ApiUnavailable(
                    "the API server forbids us to " + missing + "; bind our account to the ClusterRole ovn-nb-agent");
        });
    }

    /**
     * Checks that we may stand for that lease. Waits for the answers, up to 10 seconds.
     *
     * @throws ApiUnavailable if we may not, or the API server does not say
     */
    public void checkLease(String namespace, String name) {
        var check = new AccessCheck(api);
        waitFor(() -> check.missingForLease(namespace, name)).ifPresent(missing -> {
            throw new ApiUnavailable("the API server forbids us to " + missing
                    + "; bind our account to the Role ovn-nb-agent in that namespace");
        });
    }

    private <T> T waitFor(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (CompletionException failure) {
            throw new ApiUnavailable(server() + ": " + ApiFailure.connection(failure));
        }
    }

    /**
     * Tells, from now on and on any thread, when the API server turns out to be in an earlier state than the caches: what they hold is not to
     * be relied on then, and won't be corrected.
     */
    public void onRewind(KubernetesCaches caches, Runnable rewound) {
        rewinds.begin(api, caches::followed, rewound);
    }

    @Override
    public void close() {
        rewinds.end();
        client.close();
    }
}
