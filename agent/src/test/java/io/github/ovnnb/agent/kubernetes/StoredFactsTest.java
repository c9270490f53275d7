package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.reconcile.Inquiry;
import io.github.ovnnb.agent.reconcile.Inquiry.Failed;
import io.github.ovnnb.agent.reconcile.Inquiry.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class StoredFactsTest {
    private static final String SHOP = "/api/v1/namespaces/shop";
    private static final PortIdentity MEMBER = PortIdentity.of("shop", "web-1");
    private static final Workload OF_WEB = new StatefulSetMember("web", Optional.of("web-uid"), 1);
    private static final PortIdentity MACHINE = PortIdentity.of("shop", "db");
    private static final Premises BOTH = new Premises(true, true);

    // It would log every request. A logger that nobody holds forgets its level.
    private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesClient client;

    private void says(String path, int code, String body) {
        server.expect().get().withPath(path).andReturn(code, body).always();
    }

    private void hasNo(String path, String name) {
        says(path + "/" + name, 404, """
            {"kind": "Status", "reason": "NotFound", "details": {"name": "%s"}}\
            """.formatted(name));
    }

    private Inquiry.Answer ask(PortIdentity port, Workload workload, Premises premises) {
        return new StoredFacts(client, () -> Instant.EPOCH)
                .ask(port, workload, premises)
                .toCompletableFuture()
                .join();
    }

    @Test
    void findsPodAndOwnerByTheirNames() {
        says(SHOP + "/pods/web-1", 200, """
            {"metadata": {"name": "web-1", "namespace": "shop", "uid": "u-1"}, "status": {"phase": "Running"}}\
            """);
        says("/apis/apps/v1/namespaces/shop/statefulsets/web", 200, """
            {"metadata": {"name": "web", "namespace": "shop", "uid": "web-uid"}, "spec": {"replicas": 2}}\
            """);

        assertThat(ask(MEMBER, OF_WEB, BOTH)).isInstanceOfSatisfying(Stored.class, stored -> {
            assertThat(stored.pods().orElseThrow()).extracting(PodFacts::uid).containsExactly("u-1");
            assertThat(stored.owner())
                    .hasValueSatisfying(owner -> assertThat(owner)
                            .isInstanceOfSatisfying(
                                    StatefulSetFacts.class,
                                    set -> assertThat(set.replicas()).isEqualTo(2)));
        });
    }

    @Test
    void saysThatThereIsNeitherAndWhetherTheNamespaceIsThere() {
        hasNo(SHOP + "/pods", "web-1");
        hasNo("/apis/apps/v1/namespaces/shop/statefulsets", "web");
        hasNo("/api/v1/namespaces", "shop");

        assertThat(ask(MEMBER, OF_WEB, BOTH))
                .isEqualTo(new Stored(Optional.of(List.of()), Optional.of(new OwnerFacts.Gone(true))));
    }

    @Test
    void asksForNothingElse() {
        hasNo(SHOP + "/pods", "web-1");

        assertThat(ask(MEMBER, OF_WEB, new Premises(true, false)))
                .isEqualTo(new Stored(Optional.of(List.of()), Optional.empty()));
    }

    @Test
    void findsTheLaunchersOfAMachineWhateverTheyAreCalledOnWhicheverPage() {
        says(SHOP + "/pods?limit=500", 200, """
            {"metadata": {"continue": "more"}, "items": [
             {"metadata": {"name": "other", "namespace": "shop", "uid": "u-1"}}]}\
            """);
        says(SHOP + "/pods?limit=500&continue=more", 200, """
            {"metadata": {}, "items": [
             {"metadata": {"name": "x-7", "namespace": "shop", "uid": "u-2", "ownerReferences": [
              {"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachineInstance", "name": "db", "uid": "i",
               "controller": true}]}}]}\
            """);

        assertThat(ask(MACHINE, new VirtualMachine("db", Optional.empty()), new Premises(true, false)))
                .isInstanceOfSatisfying(
                        Stored.class,
                        stored -> assertThat(stored.pods().orElseThrow())
                                .extracting(PodFacts::name)
                                .containsExactly("x-7"));
    }

    @Test
    void aKindThatIsNotServedAnyMoreIsNoAnswer() {
        says("/apis/kubevirt.io/v1/namespaces/shop/virtualmachines/db", 404, "404 page not found");
        says("/apis/kubevirt.io/v1/namespaces/shop/virtualmachineinstances/db", 404, "404 page not found");

        assertThat(ask(MACHINE, new VirtualMachine("db", Optional.empty()), new Premises(false, true)))
                .isInstanceOf(Failed.class);
    }

    @Test
    void passesOnWhatTheApiServerSays() {
        says(SHOP + "/pods/web-1", 403, "{\"message\": \"pods is forbidden\"}");

        assertThat(ask(MEMBER, OF_WEB, new Premises(true, false))).isEqualTo(new Failed("pods is forbidden"));
    }
}
