package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class AccessCheckTest {
    private static final ClusterKinds PLAIN = new ClusterKinds(SubnetSource.CONFIGURATION, false, false, false, false);
    private static final ClusterKinds ALL = new ClusterKinds(SubnetSource.KUBERNETES, true, true, true, true);

    private static final Duties BOTH = new Duties(true, true);

    // It would log every request. A logger that nobody holds forgets its level.
    private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesClient client;

    @Test
    void findsNothingMissingWhenEverythingIsAllowed() {
        answer(201, "{\"status\":{\"allowed\":true}}");

        assertThat(new AccessCheck(new ApiServer(client)).missing(ALL, BOTH)).isEmpty();
    }

    @Test
    void namesWhatIsForbiddenAsRbacCallsIt() {
        answer(201, "{\"status\":{\"allowed\":false}}");

        assertThat(new AccessCheck(new ApiServer(client)).missing(PLAIN, BOTH))
                .hasValue(
                        "get pods, list pods, watch pods, patch pods, get namespaces, "
                                + "list namespaces, watch namespaces, "
                                + "list nodes, watch nodes, "
                                + "get statefulsets.apps, list statefulsets.apps, watch statefulsets.apps, create events, patch events");
    }

    @Test
    void asksForTheLeaseByItsNameWhereItIs() throws Exception {
        answer(201, "{\"status\":{\"allowed\":false}}");

        assertThat(new AccessCheck(new ApiServer(client)).missingForLease("kube-system", "ovn-nb-agent"))
                .hasValue("create leases.coordination.k8s.io in namespace kube-system, "
                        + "get leases.coordination.k8s.io in namespace kube-system, "
                        + "patch leases.coordination.k8s.io in namespace kube-system");
        var asked = new ArrayList<String>();
        for (int review = 0; review < 3; review++) {
            asked.add(server.takeRequest(10, TimeUnit.SECONDS).getBody().readUtf8());
        }
        assertThat(asked).allMatch(review -> review.contains("\"namespace\":\"kube-system\""));
        assertThat(asked)
                .filteredOn(review -> review.contains("\"name\":\"ovn-nb-agent\""))
                .hasSize(2);
    }

    @Test
    void asksForOptionalKindsOnlyWhereTheClusterHasThem() {
        answer(201, "{\"status\":{\"allowed\":false}}");

        assertThat(new AccessCheck(new ApiServer(client)).missing(ALL, BOTH).orElseThrow())
                .contains(
                        "watch subnets.kubeovn.io",
                        "list virtualmachines.kubevirt.io",
                        "watch statefulsets.apps.kruise.io");
    }

    @Test
    void asksForWritingOnlyWhatTheConfigurationWantsWritten() {
        answer(201, "{\"status\":{\"allowed\":false}}");
        var writing =
                List.of("patch subnets.kubeovn.io/status", "patch ippools.kubeovn.io/status", "delete ips.kubeovn.io");

        assertThat(new AccessCheck(new ApiServer(client)).missing(ALL, BOTH).orElseThrow())
                .contains(writing);
        assertThat(new AccessCheck(new ApiServer(client))
                        .missing(ALL, new Duties(false, false))
                        .orElseThrow())
                .doesNotContain(writing)
                .contains("watch ips.kubeovn.io", "watch ippools.kubeovn.io");
    }

    @Test
    void doesNotTakeARefusalForAnAnswer() {
        answer(401, "{\"message\":\"Unauthorized\"}");

        assertThatThrownBy(() -> new AccessCheck(new ApiServer(client)).missing(PLAIN, BOTH))
                .isInstanceOf(ApiUnavailable.class)
                .hasMessage("the API server answered 401: Unauthorized");
    }

    private void answer(int code, String body) {
        server.expect()
                .post()
                .withPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                .andReturn(code, body)
                .always();
    }
}
