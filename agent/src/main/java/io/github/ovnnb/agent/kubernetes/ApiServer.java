package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Bare requests through fabric8's HTTP client, with its credentials but without its model: for the few requests that we make once a Pod or more
 * often. Nothing waits; the answer comes on a thread of the HTTP client.
 */
final class ApiServer {
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String JSON = "application/json";
    private static final long PATIENCE_SECONDS = 10;
    private static final JsonFactory PARSERS = new JsonFactory();

    private final HttpClient http;
    private final String root;

    /** What the server said. */
    record Answer(int code, byte[] body) {
        boolean isSuccess() {
            return code >= 200 && code < 300;
        }

        /** {@code metadata.resourceVersion} of the object in the answer; empty text if there is none. Reads no further than that. */
        String resourceVersion() {
            return find("metadata", "resourceVersion");
        }

        /** What a refusal says. */
        String message() {
            var message = find("message");
            return message.isEmpty() ? "HTTP " + code : ApiFailure.oneLine(message);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The value at the end of that path of fields; empty text if there is none. */
        String find(String... path) {
            try (var json = PARSERS.createParser(body)) {
                json.nextToken();
                for (var name : path) {
                    if (!enter(json, name)) {
                        return "";
                    }
                }
                return json.getValueAsString("");
            } catch (IOException notJson) {
                return "";
            }
        }

        private static boolean enter(JsonParser json, String name) throws IOException {
            if (!json.isExpectedStartObjectToken()) {
                return false;
            }
            for (var field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                if (field.equals(name)) {
                    return true;
                }
                json.skipChildren();
            }
            return false;
        }
    }

    ApiServer(KubernetesClient client) {
        http = client.getHttpClient();
        var url = client.getMasterUrl().toString();
        root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    CompletableFuture<Answer> get(String path) {
        return send(request(path));
    }

    CompletableFuture<Answer> post(String path, String body) {
        return send(request(path).method("POST", JSON, body));
    }

    CompletableFuture<Answer> mergePatch(String path, String body) {
        return send(request(path).method("PATCH", MERGE_PATCH, body));
    }

    CompletableFuture<Answer> delete(String path, String options) {
        return send(request(path).method("DELETE", JSON, options));
    }

    private HttpRequest.Builder request(String path) {
        return http.newHttpRequestBuilder().uri(root + path).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), byte[].class)
                .thenApply(response -> new Answer(response.code(), response.body()));
    }
}
