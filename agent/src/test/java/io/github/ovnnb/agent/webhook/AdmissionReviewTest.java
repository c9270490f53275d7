package io.github.ovnnb.agent.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.admission.Applicant;
import io.github.ovnnb.agent.domain.admission.Applicant.Members;
import io.github.ovnnb.agent.domain.admission.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewTest {
    private static final String TEMPLATE = """
            {'metadata': {'annotations': {'a': 'b'}}, 'spec': {'hostNetwork': true}}""";

    @Test
    void readsAPodThatHasNoNameYet() {
        assertThat(applicant("Pod", """
                {'apiVersion': 'v1', 'metadata': {'generateName': 'web-', 'annotations': {'a': 'b'}, 'ownerReferences': [
                  {'apiVersion': 'v1', 'kind': 'X', 'name': 'x', 'uid': 'u0'},
                  {'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'name': 'web-7', 'uid': 'u1', 'controller': true}]}}"""))
                .isEqualTo(new Applicant(
                        "shop",
                        "v1",
                        "Pod",
                        "web-",
                        Map.of("a", "b"),
                        Map.of(),
                        false,
                        Optional.of(new OwnerReference("apps/v1", "ReplicaSet", "web-7", "u1")),
                        Optional.empty()));
    }

    @Test
    void readsWhichMembersASetWants() {
        assertThat(applicant("StatefulSet", """
                        {'apiVersion': 'apps.kruise.io/v1beta1', 'metadata': {'name': 'web', 'annotations': {'c': 'd'}},
                         'spec': {'replicas': 3, 'ordinals': {'start': 2}, 'reserveOrdinals': [4], 'template': %s}}""".formatted(TEMPLATE)))
                .isEqualTo(new Applicant(
                        "shop",
                        "apps.kruise.io/v1beta1",
                        "StatefulSet",
                        "web",
                        Map.of("a", "b"),
                        Map.of("c", "d"),
                        true,
                        Optional.empty(),
                        Optional.of(new Members(2, 3, Set.of(4)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "DaemonSet", "Job", "VirtualMachine"})
    void readsATemplate(String kind) {
        assertThat(applicant(kind, "{'metadata': {'name': 'web'}, 'spec': {'template': " + TEMPLATE + "}}")
                        .annotations())
                .containsExactly(Map.entry("a", "b"));
    }

    @Test
    void readsTheTemplateOfACronJobsJobs() {
        assertThat(applicant(
                                "CronJob",
                                "{'metadata': {'name': 'web'}, 'spec': {'jobTemplate': {'spec': {'template': "
                                        + TEMPLATE + "}}}}")
                        .annotations())
                .containsExactly(Map.entry("a", "b"));
    }

    @Test
    void hasNothingToLookAtWhenAnUpdateLeavesTheAnnotationsAsTheyWere() {
        var object = "{'metadata': {'name': 'web'}, 'spec': {'replicas': %d, 'template': " + TEMPLATE + "}}";
        var same = review("Deployment", object.formatted(5), object.formatted(1));
        var changed = review("Deployment", object.formatted(1).replace("'b'", "'c'"), object.formatted(1));

        assertThat(same.applicant()).isEmpty();
        assertThat(changed.applicant()).isPresent();
        assertThat(review("Deployment", "null", object.formatted(1)).applicant())
                .as("a deletion")
                .isEmpty();
    }

    @Test
    void answersWithTheQuestionsUidTheWordsAndTheWarnings() throws IOException {
        var review = review("Pod", "{'metadata': {}}", "null");
        var obstacle = new Obstacle(Obstacle.INVALID, "that is wrong", Set.of());

        var answer = new ObjectMapper().readTree(review.answer(new Verdict(Optional.of(obstacle), List.of("mind"))));

        assertThat(answer.toString()).isEqualTo("""
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"u","allowed":false,\
                "status":{"code":403,"reason":"ValidatePodNetworkFailed","message":"that is wrong"},"warnings":["mind"]}}""");
        assertThat(new ObjectMapper()
                        .readTree(review.answer(Verdict.FINE))
                        .path("response")
                        .toString())
                .isEqualTo("{\"uid\":\"u\",\"allowed\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{}", "{\"apiVersion\":\"admission.k8s.io/v1beta1\"}"})
    void saysWhatIsNoReview(String body) {
        assertThatThrownBy(() -> AdmissionReview.read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(AdmissionReview.NotAReview.class)
                .hasMessageContaining("the body is not");
    }

    private static Applicant applicant(String kind, String object) {
        return review(kind, object, "null").applicant().orElseThrow();
    }

    private static AdmissionReview review(String kind, String object, String before) {
        var review = """
                {'apiVersion': 'admission.k8s.io/v1', 'kind': 'AdmissionReview', 'request': {'uid': 'u',
                 'kind': {'kind': '%s'}, 'operation': 'CREATE', 'namespace': 'shop', 'object': %s, 'oldObject': %s}}""".formatted(kind, object, before);
        return AdmissionReview.read(review.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
