package io.github.ovnnb.agent.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.kubernetes.ApiServer.Answer;
import io.github.ovnnb.agent.reconcile.Annotator.Done;
import io.github.ovnnb.agent.reconcile.Annotator.Failed;
import io.github.ovnnb.agent.reconcile.Annotator.PodGone;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PodAnnotatorTest {
    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesClient client;

    /** It was stopped for a while, say, and wakes up. */
    @Test
    void sendsNothingWhenAnotherMayLead() {
        var patch = new AnnotationPatch("shop", "web-0", "u-1", Map.of("ovn.kubernetes.io/allocated", "true"));

        var outcome = new PodAnnotator(client, () -> false).annotate(patch);

        assertThat(outcome.toCompletableFuture().join()).isEqualTo(new Failed("another agent may lead by now"));
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void namesTheUidSoThatASuccessorIsSafe() {
        var patch = new AnnotationPatch("shop", "web-0", "u-1", Map.of("ovn.kubernetes.io/allocated", "true"));

        assertThat(PodAnnotator.body(patch))
                .isEqualTo(
                        "{\"metadata\":{\"uid\":\"u-1\",\"annotations\":{\"ovn.kubernetes.io/allocated\":\"true\"}}}");
    }

    @Test
    void reportsTheVersionThatCarriesTheAnnotations() {
        var pod =
                "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"web-0\",\"resourceVersion\":\"4712\",\"uid\":\"u-1\"},\"spec\":{}}";

        assertThat(PodAnnotator.outcome(answer(200, pod))).isEqualTo(new Done("4712"));
    }

    @Test
    void countsAPodThatIsNotThereAsGone() {
        assertThat(PodAnnotator.outcome(status(404, "pods \"web-0\" not found")))
                .isEqualTo(new PodGone());
    }

    @Test
    void countsAPodOfAnotherUidAsGone() {
        var refusal = """
                {"kind":"Status","status":"Failure","message":"Pod \\"web-0\\" is invalid: metadata.uid: Invalid value","reason":"Invalid",\
                "details":{"causes":[{"reason":"FieldValueInvalid","message":"field is immutable","field":"metadata.uid"}]},"code":422}""";

        assertThat(PodAnnotator.outcome(answer(422, refusal))).isEqualTo(new PodGone());
    }

    @Test
    void triesAgainAfterAConflictWithAnotherWriter() {
        var why = "Operation cannot be fulfilled on pods \"web-0\": the object has been modified";

        assertThat(PodAnnotator.outcome(status(409, why))).isEqualTo(new Failed(why));
    }

    @Test
    void passesOnWhatTheApiServerSays() {
        var why = "pods \"web-0\" is forbidden: User \"x\" cannot patch resource \"pods\"";

        assertThat(PodAnnotator.outcome(status(403, why))).isEqualTo(new Failed(why));
    }

    @Test
    void namesTheCodeOfAnAnswerThatSaysNothing() {
        assertThat(PodAnnotator.outcome(answer(502, "<html>"))).isEqualTo(new Failed("HTTP 502"));
    }

    private static Answer status(int code, String message) {
        return answer(
                code,
                "{\"kind\":\"Status\",\"metadata\":{},\"message\":\"" + message.replace("\"", "\\\"") + "\",\"code\":"
                        + code + "}");
    }

    private static Answer answer(int code, String body) {
        return new Answer(code, body.getBytes(UTF_8));
    }
}
