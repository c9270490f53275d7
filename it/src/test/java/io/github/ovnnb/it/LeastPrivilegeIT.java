package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped ClusterRole grants, as the real API server enforces it. */
class LeastPrivilegeIT {

    private static KubernetesClient agent;

    @BeforeAll
    static void becomeTheAgent() {
        agent = SharedPlatform.controlPlane().asAgent().newClient();
    }

    @AfterAll
    static void close() {
        agent.close();
    }

    @ParameterizedTest(name = "{0} {2}.{1}")
    @CsvSource({
        "list, '', pods",
        "watch, '', pods",
        "patch, '', pods",
        "get, apps, statefulsets",
        "list, apps, statefulsets",
        "watch, apps, statefulsets",
        "list, '', nodes",
        "watch, '', nodes",
        "watch, kubeovn.io, ippools",
        "create, kubeovn.io, ips",
        "patch, kubeovn.io, ips",
        "delete, kubeovn.io, ips"
    })
    void mayDoItsWork(String verb, String group, String resource) {
        assertThat(isAllowed(verb, group, resource)).isTrue();
    }

    @ParameterizedTest(name = "{0} {2}.{1}")
    @CsvSource({
        "delete, '', pods",
        "create, '', pods",
        "get, '', secrets",
        "list, '', secrets",
        "list, '', configmaps",
        "patch, '', nodes",
        "delete, '', nodes",
        "patch, kubeovn.io, subnets",
        "patch, kubeovn.io, ippools",
        "delete, kubeovn.io, ippools",
        "patch, apps, statefulsets",
        "delete, apps, statefulsets",
        "create, rbac.authorization.k8s.io, clusterrolebindings",
        "*, *, *"
    })
    void mayDoNothingElse(String verb, String group, String resource) {
        assertThat(isAllowed(verb, group, resource)).isFalse();
    }

    private static boolean isAllowed(String verb, String group, String resource) {
        var review = agent.resource(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(resource)
                        .withNamespace("default")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create();
        return review.getStatus().getAllowed();
    }
}
