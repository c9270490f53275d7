package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesConnectionTest {
    @TempDir
    private static Path directory;

    @Test
    void saysThatTheKubeconfigDoesNotExist() {
        var missing = directory.resolve("missing");

        assertThatThrownBy(() -> KubernetesConnection.open(Optional.of(missing)))
                .isInstanceOf(KubeconfigUnusable.class)
                .hasMessage("kubeconfig " + missing + " does not exist");
    }

    @Test
    void saysThatTheKubeconfigIsMalformed() throws IOException {
        var file = kubeconfig("malformed", "apiVersion: v1\nkind: Config\nclusters: [\n");

        assertThatThrownBy(() -> KubernetesConnection.open(Optional.of(file)))
                .isInstanceOf(KubeconfigUnusable.class)
                .hasMessageStartingWith("kubeconfig " + file + " is malformed: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysThatTheKubeconfigNamesNoCluster() throws IOException {
        var file = kubeconfig("empty", "apiVersion: v1\nkind: Config\n");

        assertThatThrownBy(() -> KubernetesConnection.open(Optional.of(file)))
                .isInstanceOf(KubeconfigUnusable.class)
                .hasMessageContaining("names no cluster");
    }

    @Test
    void saysThatNobodyListensAtTheServersAddress() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var file = kubeconfig("unreachable", config("https://127.0.0.1:" + port));

        try (var connection = KubernetesConnection.open(Optional.of(file))) {
            assertThatThrownBy(connection::kinds)
                    .isInstanceOf(ApiUnavailable.class)
                    .hasMessageStartingWith("https://127.0.0.1:" + port + "/: the API server can't be reached: ")
                    .hasMessageNotContaining("\n");
            assertThatThrownBy(() -> connection.checkAccess(
                            new ClusterKinds(SubnetSource.CONFIGURATION, false, false, false, false),
                            new Duties(false, true)))
                    .isInstanceOf(ApiUnavailable.class)
                    .hasMessageContaining("can't be reached");
        }
    }

    @Test
    void goesToTheServerOfTheCurrentContext() throws IOException {
        var file = kubeconfig("good", config("https://10.0.0.1:6443"));

        try (var connection = KubernetesConnection.open(Optional.of(file))) {
            assertThat(connection.server()).isEqualTo("https://10.0.0.1:6443/");
        }
    }

    private static Path kubeconfig(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String config(String server) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server);
    }
}
