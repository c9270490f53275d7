package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

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

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
                    'users: [{name: u, user: {token: "SECRET'       => line 1, column 40
                    'users: [{user: {token: SECRET: x}}]'           => line 1, column 30
                    'users: [{user: {token: [SECRET]}}]'            => users[0].user.token
                    'users: SECRET'                                 => users
                    'SECRET'                                        => MismatchedInputException
                    '{"users": [{"user": {"token": "SECRET" x}}]}'  => line 1, column 40
                    'users: [{user: {password: !!SECRET x}}]'       => line 1, column 27
                    'users: [{user: {password: *SECRET}}]'          => line 1, column 27
                    """)
    void neverRepeatsWhatStandsInAMalformedKubeconfig(String text, String place) throws IOException {
        var file = kubeconfig("secret", text);

        assertThatThrownBy(() -> KubernetesConnection.open(Optional.of(file)))
                .isInstanceOf(KubeconfigUnusable.class)
                .hasMessage("kubeconfig " + file + " is malformed: " + place)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
                    client-certificate-data: SECRET, client-key-data: SECRET => CertificateException
                    client-certificate: /nowhere/crt, client-key: /nowhere/key => /nowhere/crt: no such file, or it can't be read
                    """)
    void saysInOneLineThatTheClientCertificateCannotBeUsed(String user, String why) throws IOException {
        var file = kubeconfig("certificate", config("https://10.0.0.1:6443").replace("token: t", user));

        assertThatThrownBy(() -> KubernetesConnection.open(Optional.of(file)))
                .isInstanceOf(KubeconfigUnusable.class)
                .hasMessage("kubeconfig " + file
                        + ": the client certificate, its key or the CA certificate can't be used: " + why);
    }

    @Test
    void logsNoTokenAtTrace() throws IOException {
        var lines = new ListAppender<ILoggingEvent>();
        var everything = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var ours = (Logger) LoggerFactory.getLogger("io.github.ovnnb");
        lines.start();
        everything.addAppender(lines);
        // As --log-level does.
        var before = ours.getLevel();
        ours.setLevel(Level.TRACE);
        var file = kubeconfig("token", config("https://127.0.0.1:1").replace("token: t", "token: SECRET"));
        try (var connection = KubernetesConnection.open(Optional.of(file))) {
            assertThatThrownBy(connection::kinds)
                    .isInstanceOf(ApiUnavailable.class)
                    .hasMessageNotContaining("SECRET");
        } finally {
            ours.setLevel(before);
            everything.detachAppender(lines);
        }

        assertThat(lines.list).noneMatch(line -> line.getFormattedMessage().contains("SECRET"));
        assertThat(LoggerFactory.getLogger("io.fabric8").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("io.vertx").isDebugEnabled()).isFalse();
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
