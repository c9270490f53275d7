package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The client as {@link KubernetesConnection} makes it: it leaves it to us whether to ask again. */
final class AskingOnce {
    private AskingOnce() {}

    /** For the same server. To be closed. */
    static KubernetesClient like(KubernetesClient patient) {
        var config = new ConfigBuilder(patient.getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
