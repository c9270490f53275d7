package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class PodEventsTest {
    private static final String EVENTS = "/api/v1/namespaces/shop/events";
    private static final PodFacts POD =
            new PodFacts("shop", "web-0", "u-1", "7", Map.of(), Optional.empty(), Phase.PENDING, false, false, "");

    // It would log every request. A logger that nobody holds forgets its level.
    private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesClient client;

    private final List<Runnable> later = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-11-01T12:00:00.5Z");

    @SuppressWarnings("NullAway.Init") // The client is there only then.
    private PodEvents events;

    @SuppressWarnings("NullAway.Init") // As above.
    private KubernetesClient once;

    @BeforeEach
    void build() {
        once = AskingOnce.like(client);
        events = new PodEvents(
                once,
                (delay, action) -> {
                    pauses.add(delay);
                    later.add(action);
                },
                () -> now,
                true);
    }

    @AfterEach
    void close() {
        once.close();
    }

    @Test
    void tellsThePodsUserWhatIsInTheWay() throws Exception {
        accept("POST", EVENTS, 201);
        events.warn(POD, obstacle("10.16.0.15 is taken"));

        var event = body(server.takeRequest(10, TimeUnit.SECONDS));
        assertThat(event.at("/involvedObject/kind").asText()).isEqualTo("Pod");
        assertThat(event.at("/involvedObject/uid").asText()).isEqualTo("u-1");
        assertThat(event.at("/type").asText()).isEqualTo("Warning");
        assertThat(event.at("/reason").asText()).isEqualTo("AcquireAddressFailed");
        assertThat(event.at("/message").asText()).isEqualTo("10.16.0.15 is taken");
        assertThat(event.at("/source/component").asText()).isEqualTo("ovn-nb-agent");
        assertThat(event.at("/firstTimestamp").asText()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(event.at("/count").asInt()).isEqualTo(1);
    }

    @Test
    void countsUpTheEventThatIsThereWhenItRepeats() throws Exception {
        accept("POST", EVENTS, 201);
        events.warn(POD, obstacle("subnet full"));
        var name = body(server.takeRequest(10, TimeUnit.SECONDS))
                .at("/metadata/name")
                .asText();

        accept("PATCH", EVENTS + "/" + name, 200);
        now = now.plusSeconds(60);
        events.warn(POD, obstacle("subnet full"));

        var again = server.takeRequest(10, TimeUnit.SECONDS);
        assertThat(again.getPath()).isEqualTo(EVENTS + "/" + name);
        assertThat(again.getHeader("content-type")).startsWith("application/merge-patch+json");
        assertThat(body(again).toString()).isEqualTo("{\"count\":2,\"lastTimestamp\":\"2026-11-01T12:01:00Z\"}");
    }

    @Test
    void makesANewEventWhenTheOldOneHasExpired() throws Exception {
        accept("POST", EVENTS, 201);
        accept("POST", EVENTS, 201);
        events.warn(POD, obstacle("subnet full"));
        assertThat(server.takeRequest(10, TimeUnit.SECONDS).getMethod()).isEqualTo("POST");

        events.warn(POD, obstacle("subnet full"));
        assertThat(server.takeRequest(10, TimeUnit.SECONDS).getMethod()).isEqualTo("PATCH");

        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            events.warn(POD, obstacle("subnet full"));
            assertThat(server.takeRequest(10, TimeUnit.SECONDS).getMethod()).isEqualTo("POST");
        });
    }

    @Test
    void tellsAWarningAgainThatTheApiServerWasNotThereToTake() throws Exception {
        accept("POST", EVENTS, 503);
        accept("POST", EVENTS, 500);
        accept("POST", EVENTS, 201);
        events.warn(POD, obstacle("subnet full"));

        for (int failures = 0; failures < 2; failures++) {
            assertThat(server.takeRequest(10, TimeUnit.SECONDS).getMethod()).isEqualTo("POST");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !later.isEmpty());
            later.remove(0).run();
        }

        var event = body(server.takeRequest(10, TimeUnit.SECONDS));
        assertThat(event.at("/message").asText()).isEqualTo("subnet full");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesAWarningUpInTheEndAndGoodNewsAtOnce() throws Exception {
        server.expect().post().withPath(EVENTS).andReturn(503, "{}").always();
        events.inform(POD, new News(News.ALLOCATED, "provider=ovn subnet=s1"));
        events.warn(POD, obstacle("subnet full"));
        for (int tries = 1; tries <= 10; tries++) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !later.isEmpty());
            now = now.plusSeconds(60);
            later.remove(0).run();
        }

        for (int request = 0; request < 2 + 10; request++) {
            assertThat(server.takeRequest(10, TimeUnit.SECONDS).getMethod()).isEqualTo("POST");
        }
        assertThat(pauses).hasSize(10);
        assertThat(pauses.get(9)).isEqualTo(Duration.ofSeconds(64));
    }

    @Test
    void tellsNothingAgainThatWasRefused() throws Exception {
        accept("POST", EVENTS, 403);
        accept("POST", EVENTS, 201);
        events.warn(POD, obstacle("subnet full"));
        assertThat(server.takeRequest(10, TimeUnit.SECONDS).getMethod()).isEqualTo("POST");
        events.warn(POD, obstacle("another"));
        assertThat(server.takeRequest(10, TimeUnit.SECONDS).getMethod()).isEqualTo("POST");

        assertThat(later).isEmpty();
    }

    @Test
    void cutsAMessageThatTheApiServerWouldNotTake() throws Exception {
        accept("POST", EVENTS, 201);
        events.warn(POD, obstacle("x".repeat(3_000)));

        var message =
                body(server.takeRequest(10, TimeUnit.SECONDS)).at("/message").asText();
        assertThat(message).hasSize(1_024).endsWith("x...");
    }

    @Test
    void holdsBackAFlood() throws Exception {
        for (int i = 0; i < 200; i++) {
            events.warn(POD, obstacle("no " + i));
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(server.getRequestCount()).isEqualTo(100));
        assertThat(later).hasSize(1);

        for (int seconds = 0; seconds < 2; seconds++) {
            now = now.plus(Duration.ofSeconds(1));
            var due = List.copyOf(later);
            later.clear();
            due.forEach(Runnable::run);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(server.getRequestCount()).isEqualTo(100 + 2 * 20));
    }

    @Test
    void tellsWhatWentWellAsANormalEvent() throws Exception {
        accept("POST", EVENTS, 201);
        events.inform(POD, new News(News.ALLOCATED, "provider=ovn subnet=s1"));

        var event = body(server.takeRequest(10, TimeUnit.SECONDS));
        assertThat(event.at("/type").asText()).isEqualTo("Normal");
        assertThat(event.at("/reason").asText()).isEqualTo("PodNetworkAllocated");
        assertThat(event.at("/message").asText()).isEqualTo("provider=ovn subnet=s1");
    }

    @Test
    void lateGoodNewsSaysWhenItHappened() throws Exception {
        for (int i = 0; i < 30; i++) {
            events.inform(POD, new News(News.ALLOCATED, "news " + i));
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(server.getRequestCount()).isEqualTo(20));
        for (int i = 0; i < 20; i++) {
            assertThat(server.takeRequest(10, TimeUnit.SECONDS)).isNotNull();
        }

        now = now.plus(Duration.ofSeconds(5));
        List.copyOf(later).forEach(Runnable::run);

        assertThat(body(server.takeRequest(10, TimeUnit.SECONDS))
                        .at("/firstTimestamp")
                        .asText())
                .isEqualTo("2026-11-01T12:00:00Z");
    }

    @Test
    void goodNewsHoldsUpNoWarning() throws Exception {
        for (int i = 0; i < 500; i++) {
            events.inform(POD, new News(News.ALLOCATED, "news " + i));
        }
        events.warn(POD, obstacle("subnet full"));

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(server.getRequestCount()).isEqualTo(21));
        var types = new ArrayList<String>();
        for (int i = 0; i < 21; i++) {
            types.add(body(server.takeRequest(10, TimeUnit.SECONDS)).at("/type").asText());
        }
        assertThat(types).contains("Warning");
    }

    @Test
    void saysNothingOfWhatWentWellWhenNobodyWantsToKnow() throws Exception {
        var silent = new PodEvents(client, (delay, action) -> later.add(action), () -> now, false);
        silent.inform(POD, new News(News.ALLOCATED, "provider=ovn subnet=s1"));
        silent.warn(POD, obstacle("subnet full"));

        assertThat(body(server.takeRequest(10, TimeUnit.SECONDS)).at("/type").asText())
                .isEqualTo("Warning");
    }

    private void accept(String method, String path, int code) {
        var expectation =
                method.equals("POST") ? server.expect().post() : server.expect().patch();
        expectation.withPath(path).andReturn(code, "{}").once();
    }

    private static Obstacle obstacle(String message) {
        return new Obstacle(Obstacle.NOT_ACQUIRED, message, Set.of());
    }

    private static JsonNode body(RecordedRequest request) throws Exception {
        return new ObjectMapper().readTree(request.getBody().readUtf8());
    }
}
