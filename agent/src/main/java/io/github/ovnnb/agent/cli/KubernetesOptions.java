package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.kubernetes.KubeconfigUnusable;
import io.github.ovnnb.agent.kubernetes.KubernetesConnection;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and as whom. */
final class KubernetesOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Default: $KUBECONFIG, ~/.kube/config, or the credentials of the Pod that this runs in.")
    private @Nullable Path kubeconfig;

    /** Connects to nobody yet. */
    KubernetesConnection open() {
        try {
            return KubernetesConnection.open(Optional.ofNullable(kubeconfig));
        } catch (KubeconfigUnusable unusable) {
            throw new CommandFailed(2, String.valueOf(unusable.getMessage()));
        }
    }
}
