package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.reconcile.PodLookup;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Reads single Pods from the API server; as no version is asked for, it answers by what is stored. */
public final class PodReader implements PodLookup {
    /** Few ever ask at once; a burst shall not keep patches waiting. */
    private static final int MOST_UNDER_WAY = 8;

    private static final int NOT_FOUND = 404;
    private static final JsonFactory PARSERS = new JsonFactory();

    private final ApiServer api;
    private final Clock clock;
    private final CallLimit limit = new CallLimit(MOST_UNDER_WAY);

    public PodReader(KubernetesClient client, Clock clock) {
        this.api = new ApiServer(client);
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> ask(String namespace, String pod) {
        var path = "/api/v1/namespaces/" + namespace + "/pods/" + pod;
        return limit.call(() -> api.get(path))
                .handle((answer, failure) ->
                        failure == null ? read(answer, clock.instant()) : new Failed(ApiFailure.connection(failure)));
    }

    static Answer read(ApiServer.Answer answer, Instant now) {
        if (answer.code() == NOT_FOUND) {
            return new NotThere();
        }
        if (!answer.isSuccess()) {
            return new Failed(answer.message());
        }
        try (var json = PARSERS.createParser(answer.body())) {
            json.nextToken();
            var pod = new PodResource();
            pod.read(json);
            return new Found(pod.facts(now));
        } catch (IOException malformed) {
            return new Failed("the API server's answer is no Pod");
        }
    }
}
