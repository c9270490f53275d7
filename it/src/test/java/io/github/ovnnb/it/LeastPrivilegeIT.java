package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.Kubeconfig;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped ClusterRoles grant, as the real API server enforces it. */
class LeastPrivilegeIT {
    private static final String LEASES = "coordination.k8s.io";
    private static final Map<Account, KubernetesClient> CLIENTS = new EnumMap<>(Account.class);

    /** Of those that are shipped. */
    enum Account {
        CENTRAL,
        NODE;

        private Kubeconfig identity() {
            var controlPlane = SharedPlatform.controlPlane();
            return this == CENTRAL ? controlPlane.asAgent() : controlPlane.asNodeAgent();
        }
    }

    @BeforeAll
    static void becomeEach() {
        for (var account : Account.values()) {
            CLIENTS.put(account, account.identity().newClient());
        }
    }

    @AfterAll
    static void close() {
        CLIENTS.values().forEach(KubernetesClient::close);
    }

    @ParameterizedTest(name = "{0} {2}.{1}")
    @CsvSource({
        "get, '', pods",
        "list, '', pods",
        "watch, '', pods",
        "patch, '', pods",
        "get, apps, statefulsets",
        "list, apps, statefulsets",
        "watch, apps, statefulsets",
        "list, '', nodes",
        "watch, '', nodes",
        "list, kubeovn.io, subnets",
        "watch, kubeovn.io, ippools",
        "watch, kubevirt.io, virtualmachines",
        "create, '', events",
        "patch, '', events",
        "create, kubeovn.io, ips",
        "patch, kubeovn.io, ips",
        "delete, kubeovn.io, ips"
    })
    void mayDoItsWork(String verb, String group, String resource) {
        assertThat(Account.values()).allMatch(account -> isAllowed(account, verb, group, resource, ""));
    }

    @ParameterizedTest(name = "{0} {2}.{1}")
    @CsvSource({
        "delete, '', pods",
        "update, '', pods",
        "deletecollection, '', pods",
        "create, '', pods",
        "create, '', pods/exec",
        "create, '', pods/eviction",
        "get, '', pods/log",
        "patch, '', pods/status",
        "get, '', secrets",
        "watch, '', secrets",
        "list, '', secrets",
        "list, '', configmaps",
        "get, '', nodes",
        "patch, '', nodes",
        "get, '', nodes/proxy",
        "get, '', events",
        "list, '', events",
        "delete, '', events",
        "delete, '', namespaces",
        "create, '', serviceaccounts/token",
        "delete, '', nodes",
        "get, kubeovn.io, subnets",
        "patch, kubeovn.io, subnets",
        "update, kubeovn.io, subnets/status",
        "get, kubeovn.io, ippools",
        "patch, kubeovn.io, ippools",
        "get, kubeovn.io, ips",
        "update, kubeovn.io, ips",
        "deletecollection, kubeovn.io, ips",
        "delete, kubeovn.io, ippools",
        "patch, apps, statefulsets",
        "delete, apps, statefulsets",
        "patch, kubevirt.io, virtualmachines",
        "delete, kubevirt.io, virtualmachineinstances",
        "impersonate, '', users",
        "escalate, rbac.authorization.k8s.io, clusterroles",
        "bind, rbac.authorization.k8s.io, clusterroles",
        "create, rbac.authorization.k8s.io, clusterrolebindings",
        "*, *, *"
    })
    void mayDoNothingElse(String verb, String group, String resource) {
        assertThat(Account.values()).noneMatch(account -> isAllowed(account, verb, group, resource, ""));
    }

    @Test
    void theCentralOneAloneMayStandForItsLeaseAndForNoOther() {
        for (var verb : List.of("get", "patch")) {
            assertThat(isAllowed(Account.CENTRAL, verb, LEASES, "leases", "ovn-nb-agent"))
                    .isTrue();
            assertThat(isAllowed(Account.CENTRAL, verb, LEASES, "leases", "kube-scheduler"))
                    .isFalse();
            assertThat(isAllowed(Account.NODE, verb, LEASES, "leases", "ovn-nb-agent"))
                    .isFalse();
        }
        assertThat(isAllowed(Account.CENTRAL, "delete", LEASES, "leases", "ovn-nb-agent"))
                .isFalse();
    }

    /** @param resource with a subresource, if it is about one; @param name empty text for any */
    private static boolean isAllowed(Account account, String verb, String group, String resource, String name) {
        var parts = resource.split("/", 2);
        var client = Objects.requireNonNull(CLIENTS.get(account));
        var review = client.resource(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(parts[0])
                        .withSubresource(parts.length > 1 ? parts[1] : "")
                        .withName(name)
                        .withNamespace(name.isEmpty() ? "default" : "kube-system")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create();
        return review.getStatus().getAllowed();
    }
}
