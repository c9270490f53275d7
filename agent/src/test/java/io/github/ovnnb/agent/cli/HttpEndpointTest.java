package io.github.ovnnb.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpEndpoint endpoint;

    HttpEndpointTest() throws IOException {
        endpoint = new HttpEndpoint(
                new AgentConfig.HttpConfig(0, "127.0.0.1"),
                () -> "meters 1.0\n",
                () -> new HttpEndpoint.Health(true, "ok\n"),
                () -> new HttpEndpoint.Health(false, "waiting for the Northbound database\n"));
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/metrics, 200, meters 1.0",
        "/healthz, 200, ok",
        "/readyz, 503, waiting for the Northbound database",
        "/healthz?verbose, 200, ok"
    })
    void servesMetersAndHealth(String path, int status, String words) throws Exception {
        var answer = send("GET", path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(words + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/healthzz", "/metrics/x", "/metrics/", "/debug", "/readyz/../etc/passwd", "//metrics"})
    void servesNothingElse(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void takesNothingFromAnybody(String method) throws Exception {
        for (var path : new String[] {"/metrics", "/healthz", "/readyz"}) {
            var answer = send(method, path);
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
        }
    }

    @Test
    void answersProbesWhileOthersDawdle() throws Exception {
        var dawdlers = new ArrayList<Socket>();
        try {
            for (int i = 0; i <= HttpEndpoint.THREADS; i++) {
                var dawdler = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                dawdler.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.UTF_8));
                dawdlers.add(dawdler);
            }

            assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
        } finally {
            for (var dawdler : dawdlers) {
                dawdler.close();
            }
        }
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        var body = method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .timeout(Duration.ofMinutes(1))
                .method(method, body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
