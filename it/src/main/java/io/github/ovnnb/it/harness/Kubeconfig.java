package io.github.ovnnb.it.harness;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/**
 * One identity at one API server.
 *
 * @param server               {@code https://HOST:PORT}
 * @param certificateAuthority a PEM file
 * @param token                a bearer token
 */
public record Kubeconfig(String server, Path certificateAuthority, String token) {

    /** The text of a kubeconfig file with this one context. */
    public String text() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: it
                  cluster:
                    server: %s
                    certificate-authority: %s
                users:
                - name: it
                  user:
                    token: %s
                contexts:
                - name: it
                  context:
                    cluster: it
                    user: it
                    namespace: default
                current-context: it
                """.formatted(server, certificateAuthority, token);
    }

    /** A fabric8 client with this identity. The caller closes it. */
    public KubernetesClient newClient() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(text()))
                .build();
    }
}
