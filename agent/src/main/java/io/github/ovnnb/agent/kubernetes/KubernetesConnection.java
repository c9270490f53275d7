package io.github.ovnnb.agent.kubernetes;

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
    private static final String SUBNETS = "/apis/" + SubnetResource.GROUP + "/" + SubnetResource.VERSION;

    private final KubernetesClient client;
    private final ApiServer api;

    private KubernetesConnection(KubernetesClient client) {
        this.client = client;
        this.api = new ApiServer(client);
    }

    /**
     * Connects to nobody yet.
     *
     * @param kubeconfig if not given: the service account of the Pod we are in, or what kubectl would use
     * @throws KubeconfigUnusable if there is no way to the cluster in it
     */
    public static KubernetesConnection open(Optional<Path> kubeconfig) {
        var config = kubeconfig.map(KubernetesConnection::read).orElseGet(() -> Config.autoConfigure(null));
        // Whoever asks decides whether to ask again.
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(REQUEST_TIMEOUT_MILLIS);
        config.setWatchReconnectInterval(FIRST_RECONNECT_MILLIS);
        return new KubernetesConnection(new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(PartialSerialization.create())
                .build());
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
            throw new KubeconfigUnusable("kubeconfig " + kubeconfig + " is malformed: "
                    + ApiFailure.oneLine(ApiFailure.root(malformed).toString()));
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
     * Asks the API server whether it has kube-ovn's Subnets. Waits for the answer, up to 10 seconds.
     *
     * @throws ApiUnavailable if it does not say
     */
    public SubnetSource subnetSource() {
        var answer = waitFor(() -> api.get(SUBNETS).join());
        if (answer.code() == NOT_FOUND) {
            return SubnetSource.CONFIGURATION;
        }
        if (!answer.isSuccess()) {
            throw new ApiUnavailable("the API server answered " + answer.code() + ": " + answer.message());
        }
        return answer.text().contains("\"" + SubnetResource.PLURAL + "\"")
                ? SubnetSource.KUBERNETES
                : SubnetSource.CONFIGURATION;
    }

    /**
     * Checks that we may do what our work consists of. Waits for the answers, up to 10 seconds.
     *
     * @throws ApiUnavailable if we may not, or the API server does not say
     */
    public void checkAccess(SubnetSource subnets) {
        var check = new AccessCheck(api);
        waitFor(() -> check.missing(subnets == SubnetSource.KUBERNETES)).ifPresent(missing -> {
            throw new ApiUnavailable(
                    "the API server forbids us to " + missing + "; bind our account to the ClusterRole ovn-nb-agent");
        });
    }

    private <T> T waitFor(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (CompletionException failure) {
            throw new ApiUnavailable(server() + ": " + ApiFailure.connection(failure));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
