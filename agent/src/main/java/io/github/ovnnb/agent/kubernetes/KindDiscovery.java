package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds out from the API server under which version and plural a kind is served, and whether we may follow it. */
final class KindDiscovery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    private final ApiServer api;
    private final AccessCheck access;

    KindDiscovery(ApiServer api) {
        this.api = api;
        this.access = new AccessCheck(api);
    }

    sealed interface Outcome {}

    record Found(ResourceDefinitionContext context) implements Outcome {}

    /** @param why what would have to change */
    record Missing(String why) implements Outcome {}

    /** @param kind as kubectl has it: {@code CloneSet.apps.kruise.io} */
    CompletableFuture<Outcome> find(String kind) {
        int dot = kind.indexOf('.');
        var word = kind.substring(0, Math.max(0, dot));
        var group = kind.substring(dot + 1);
        return api.get("/apis/" + group).thenCompose(answer -> {
            var version = answer.find("preferredVersion", "version");
            return version.isEmpty()
                    ? CompletableFuture.completedFuture(missing(answer, "the API server does not serve " + group))
                    : find(word, group, version);
        });
    }

    private CompletableFuture<Outcome> find(String kind, String group, String version) {
        return api.get("/apis/" + group + "/" + version).thenCompose(answer -> {
            var resource = resource(answer, kind);
            if (resource.isEmpty()) {
                return CompletableFuture.completedFuture(
                        missing(answer, "the API server does not serve " + kind + " in " + group + "/" + version));
            }
            var plural = resource.get().path("name").asText();
            var context = new ResourceDefinitionContext.Builder()
                    .withGroup(group)
                    .withVersion(version)
                    .withKind(kind)
                    .withPlural(plural)
                    .withNamespaced(resource.get().path("namespaced").asBoolean(true))
                    .build();
            return access.mayFollow(group, plural)
                    .thenApply(may -> may
                            ? new Found(context)
                            : new Missing("we may not list and watch " + plural + "." + group
                                    + "; grant that to the account of ovn-nb-agent"));
        });
    }

    private static Outcome missing(ApiServer.Answer answer, String why) {
        return new Missing(
                answer.isSuccess() || answer.code() == NOT_FOUND
                        ? why
                        : "the API server answered " + answer.code() + ": " + answer.message());
    }

    /** Not a subresource, whose name has a slash in it. */
    private static Optional<JsonNode> resource(ApiServer.Answer answer, String kind) {
        try {
            for (var resource : JSON.readTree(answer.body()).path("resources")) {
                if (resource.path("kind").asText().equals(kind)
                        && !resource.path("name").asText().contains("/")) {
                    return Optional.of(resource);
                }
            }
            return Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
