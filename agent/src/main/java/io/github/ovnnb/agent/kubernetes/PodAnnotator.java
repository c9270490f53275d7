package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.reconcile.Annotator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Patches annotations onto Pods, many at a time. The uid in the patch makes the API server refuse it for a successor of the same name.
 */
public final class PodAnnotator implements Annotator {
    /** More only make each other wait in the API server. */
    private static final int MOST_UNDER_WAY = 48;

    private static final int NOT_FOUND = 404;
    private static final int INVALID = 422;
    private static final JsonFactory GENERATORS = new JsonFactory();

    private final ApiServer api;
    private final BooleanSupplier mayWrite;
    private final CallLimit limit = new CallLimit(MOST_UNDER_WAY);

    /** @param mayWrite asked before each patch is sent: the database refuses whoever writes no longer, the API server does not */
    public PodAnnotator(KubernetesClient client, BooleanSupplier mayWrite) {
        this.api = new ApiServer(client);
        this.mayWrite = mayWrite;
    }

    @Override
    public CompletionStage<Outcome> annotate(AnnotationPatch patch) {
        var path = "/api/v1/namespaces/" + patch.namespace() + "/pods/" + patch.pod();
        return limit.call(() -> send(path, body(patch)))
                .handle((outcome, failure) -> failure == null ? outcome : new Failed(ApiFailure.connection(failure)));
    }

    private CompletableFuture<Outcome> send(String path, String body) {
        return mayWrite.getAsBoolean()
                ? api.mergePatch(path, body).thenApply(PodAnnotator::outcome)
                : CompletableFuture.completedFuture(new Failed("another agent may lead by now"));
    }

    @Override
    public void cease() {
        limit.drop("we write no longer");
    }

    static String body(AnnotationPatch patch) {
        var text = new StringWriter(512);
        try (var json = GENERATORS.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("metadata");
            json.writeStringField("uid", patch.uid());
            json.writeObjectFieldStart("annotations");
            for (var annotation : patch.annotations().entrySet()) {
                json.writeStringField(annotation.getKey(), annotation.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    static Outcome outcome(ApiServer.Answer answer) {
        if (answer.isSuccess()) {
            return new Done(answer.resourceVersion());
        }
        // The uid of the Pod there is another one, and no patch may change a uid.
        boolean successor = answer.code() == INVALID && answer.text().contains("\"field\":\"metadata.uid\"");
        return answer.code() == NOT_FOUND || successor ? new PodGone() : new Failed(answer.message());
    }
}
