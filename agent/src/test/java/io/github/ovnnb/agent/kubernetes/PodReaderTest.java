package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.reconcile.PodLookup.Answer;
import io.github.ovnnb.agent.reconcile.PodLookup.Failed;
import io.github.ovnnb.agent.reconcile.PodLookup.Found;
import io.github.ovnnb.agent.reconcile.PodLookup.NotThere;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PodReaderTest {
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private static final String WAITING = PODS + "?limit=500&fieldSelector=status.phase%3DPending";

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

    private PodReader reader() {
        return new PodReader(client, () -> Instant.parse("2026-01-01T00:10:00Z"));
    }

    private static Answer answer(CompletionStage<Answer> asked) {
        return asked.toCompletableFuture().join();
    }

    private Answer read(int code, String body) {
        says(PODS + "/web-0", code, body);
        return answer(reader().ask("shop", "web-0"));
    }

    @Test
    void readsWhatMattersOfThePod() {
        var answer = read(200, """
                {"kind":"Pod","metadata":{"name":"web-0","namespace":"shop","uid":"u-1","resourceVersion":"7",
                 "annotations":{"ovn.kubernetes.io/allocated":"true"}},
                 "spec":{"nodeName":"node-2"},"status":{"phase":"Running"}}""");

        assertThat(answer).isInstanceOfSatisfying(Found.class, found -> {
            assertThat(found.pod().uid()).isEqualTo("u-1");
            assertThat(found.pod().nodeName()).isEqualTo("node-2");
            assertThat(found.pod().phase()).isEqualTo(PodFacts.Phase.RUNNING);
            assertThat(found.pod().isAllocated(Provider.DEFAULT)).isTrue();
        });
    }

    @Test
    void knowsThatItIsOverdueByTheTimeOfTheAnswer() {
        var answer = read(200, """
                {"metadata":{"name":"web-0","namespace":"shop","uid":"u-1","deletionTimestamp":"2026-01-01T00:00:00Z",
                 "deletionGracePeriodSeconds":30},"status":{"phase":"Running"}}""");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.pod().overdue()).isTrue());
    }

    @Test
    void aNameThatNobodyHasIsAnAnswer() {
        assertThat(read(404, "{\"message\":\"pods \\\"web-0\\\" not found\",\"details\":{\"name\":\"web-0\"}}"))
                .isEqualTo(new NotThere());
    }

    @Test
    void passesOnWhatTheApiServerSays() {
        assertThat(read(403, "{\"message\":\"pods is forbidden\"}")).isEqualTo(new Failed("pods is forbidden"));
    }

    @Test
    void doesNotTakeAnythingElseForAPod() {
        assertThat(read(200, "<html>")).isInstanceOf(Failed.class);
    }

    // ---- very many ------------------------------------------------------------------------------------------------

    private static String pod(int number) {
        return """
                {"metadata":{"name":"p%1$d","namespace":"shop","uid":"u-%1$d"},"status":{"phase":"Pending"}}\
                """.formatted(number);
    }

    private static String pods(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(PodReaderTest::pod).collect(Collectors.joining(","));
    }

    private List<CompletableFuture<Answer>> askFor(int number) {
        var reader = reader();
        return IntStream.rangeClosed(1, number)
                .mapToObj(pod -> reader.ask("shop", "p" + pod).toCompletableFuture())
                .toList();
    }

    /** The first few are under way before it is known how many there are. */
    private void knowsTheFirst(int number) {
        IntStream.rangeClosed(1, number).forEach(pod -> says(PODS + "/p" + pod, 200, pod(pod)));
    }

    @Test
    void asksForVeryManyOfANamespaceByOneListAndSinglyForThoseThatItDoesNotShow() {
        knowsTheFirst(8);
        says(WAITING, 200, "{\"metadata\":{},\"items\":[" + pods(1, 299) + "]}");
        says(PODS + "/p300", 404, "{\"details\":{\"name\":\"p300\"}}");

        var answers = askFor(300);

        assertThat(answers.get(299).join()).isEqualTo(new NotThere());
        assertThat(answers.subList(0, 299))
                .extracting(CompletableFuture::join)
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(Found.class));
        assertThat(((Found) answers.get(200).join()).pod().uid()).isEqualTo("u-201");
        assertThat(server.getRequestCount()).isLessThanOrEqualTo(8 + 1 + 1);
    }

    @Test
    void allHearThatTheListFailed() {
        knowsTheFirst(8);
        says(WAITING, 403, "{\"message\":\"pods is forbidden\"}");

        assertThat(askFor(300).subList(8, 300))
                .extracting(CompletableFuture::join)
                .containsOnly(new Failed("pods is forbidden"));
    }
}
