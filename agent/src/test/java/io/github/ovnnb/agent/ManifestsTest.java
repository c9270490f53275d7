package io.github.ovnnb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped manifests promise of the Pods that they make. */
class ManifestsTest {
    /** Under which an orderly end, cli.StopSignal, has to stay. */
    private static final int GRACE_SECONDS = 30;

    private static List<JsonNode> documents(String file) throws IOException {
        var mapper = new YAMLMapper();
        try (var parser = new YAMLFactory().createParser(Path.of("deploy", file).toFile())) {
            return mapper.readValues(parser, JsonNode.class).readAll();
        }
    }

    private static JsonNode pod(String file) throws IOException {
        return documents(file).stream()
                .filter(document -> document.at("/spec/template/spec").isObject())
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "daemonset.yaml", "webhook.yaml"})
    void runWithoutPrivileges(String file) throws IOException {
        var pod = pod(file);
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65_532);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        for (var unwanted : List.of("hostPID", "hostIPC", "shareProcessNamespace")) {
            assertThat(pod.has(unwanted)).isFalse();
        }
        assertThat(pod.at("/containers")).hasSize(1);
        var container = pod.at("/containers/0/securityContext");
        assertThat(container.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(texts(container.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(container.has("privileged")).isFalse();
        assertThat(container.at("/capabilities").has("add")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "daemonset.yaml", "webhook.yaml"})
    void mountNothingOfTheNodeAndWriteNowhereButTmp(String file) throws IOException {
        var pod = pod(file);
        assertThat(pod.at("/volumes"))
                .allSatisfy(volume -> assertThat(volume.has("hostPath")).isFalse());
        assertThat(pod.at("/containers/0/volumeMounts"))
                .filteredOn(mount -> !mount.path("readOnly").asBoolean())
                .extracting(mount -> mount.path("mountPath").asText())
                .containsExactly("/tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "daemonset.yaml", "webhook.yaml"})
    void areProbedAndLimitedAndGivenTheTimeToEnd(String file) throws IOException {
        var pod = pod(file);
        var container = pod.at("/containers/0");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        assertThat(pod.at("/terminationGracePeriodSeconds").asInt()).isEqualTo(GRACE_SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rbac.yaml", "daemonset.yaml", "webhook.yaml"})
    void grantNothingByWildcardAndNoSecrets(String file) throws IOException {
        assertThat(rules(file)).isNotEmpty().allSatisfy(rule -> {
            assertThat(texts(rule.path("verbs"))).doesNotContain("*", "update", "deletecollection");
            assertThat(texts(rule.path("resources"))).doesNotContain("*", "secrets", "configmaps");
            assertThat(texts(rule.path("apiGroups"))).doesNotContain("*");
        });
    }

    @Test
    void letTheWebhookOnlyRead() throws IOException {
        assertThat(rules("webhook.yaml"))
                .allSatisfy(rule -> assertThat(texts(rule.path("verbs"))).containsExactly("list", "watch"));
    }

    private static List<JsonNode> rules(String file) throws IOException {
        return documents(file).stream()
                .filter(document -> document.path("kind").asText().endsWith("Role"))
                .flatMap(role -> role.path("rules").isArray()
                        ? StreamSupport.stream(role.path("rules").spliterator(), false)
                        : Stream.empty())
                .toList();
    }
}
