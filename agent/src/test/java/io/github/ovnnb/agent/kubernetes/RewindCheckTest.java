package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.github.ovnnb.agent.kubernetes.RewindCheck.Followed;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient
class RewindCheckTest {
    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init") // Set by the extension.
    private KubernetesClient client;

    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

    private void serverHas(String pods, String nodes) {
        for (var kind : List.of("pods=" + pods, "nodes=" + nodes)) {
            var parts = kind.split("=", -1);
            server.expect()
                    .get()
                    .withPath("/api/v1/" + parts[0] + "?limit=1")
                    .andReturn(200, "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"" + parts[1] + "\"}}")
                    .always();
        }
    }

    private boolean isRewound(String pods, String nodes) throws InterruptedException {
        return isRewound(List.of(new Followed("/api/v1/pods", pods), new Followed("/api/v1/nodes", nodes)));
    }

    private boolean isRewound(List<Followed> followed) throws InterruptedException {
        var rewound = new AtomicBoolean();
        var asked = new CountDownLatch(1);
        try (var once = AskingOnce.like(client)) {
            new RewindCheck(later::add)
                    .ask(new ApiServer(once), () -> followed, () -> rewound.set(true))
                    .whenComplete((none, failure) -> asked.countDown());
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        }
        return rewound.get();
    }

    @Test
    void aServerThatIsBehindWhatWeHaveHeardOfOneKindWasPutBack() throws InterruptedException {
        serverHas("1000", "999");

        assertThat(isRewound("1000", "1000")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "999, ''", "'', ''"})
    void aServerThatIsAheadOfUsWasNot(String pods, String nodes) throws InterruptedException {
        serverHas("1000", "1000");

        assertThat(isRewound(pods, nodes)).isFalse();
    }

    @Test
    void aServerThatCannotAnswerYetIsNoneThatWasPutBack() throws InterruptedException {
        server.expect()
                .get()
                .withPath("/api/v1/pods?limit=1")
                .andReturn(503, "{}")
                .always();
        server.expect()
                .get()
                .withPath("/api/v1/nodes?limit=1")
                .andReturn(200, "{}")
                .always();

        assertThat(isRewound("1000", "1000")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"503, 1", "429, 1", "404, 0", "403, 0"})
    void asksAgainOnlyWhereTheAnswerMayChangeByItself(int code, int times) throws InterruptedException {
        server.expect()
                .get()
                .withPath("/api/v1/pods?limit=1")
                .andReturn(code, "{}")
                .always();

        assertThat(isRewound(List.of(new Followed("/api/v1/pods", "1000")))).isFalse();
        assertThat(later).hasSize(times);
    }

    @ParameterizedTest
    @CsvSource({"12, true", "'', false", "v12, false", "99999999999999999999, false"})
    void onlyVersionsThatAreNumbersAreCompared(String text, boolean rewound) throws InterruptedException {
        serverHas(text, "1000");

        assertThat(isRewound("1000", "1000")).isEqualTo(rewound);
    }
}
