package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class LateMachinesTest {
    private static final OwnerKey MACHINE = new OwnerKey(VirtualMachine.KIND, "shop", "vm");

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesClient client;

    private final List<String> followed = new ArrayList<>();

    private LateMachines machines() {
        var machines = new LateMachines(new ApiServer(client));
        machines.telling(
                () -> {
                    followed.add("begun");
                    return CompletableFuture.completedFuture(null);
                },
                key -> {});
        machines.lookFor(MACHINE);
        return machines;
    }

    @Test
    void followsNothingAnyMoreWhenTheAnswerComesAfterTheEnd() {
        var machines = machines();
        machines.close();
        machines.found();

        assertThat(followed).isEmpty();
    }

    @Test
    void followsThemWhenTheyAreFound() {
        try (var machines = machines()) {
            machines.found();
        }

        assertThat(followed).containsExactly("begun");
    }
}
