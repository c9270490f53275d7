package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.IpAction;
import io.github.ovnnb.agent.domain.IpFacts;
import io.github.ovnnb.agent.domain.IpSpec;
import io.github.ovnnb.agent.reconcile.IpResources;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads IP resources from the informer and writes them, few at a time: they must not be in the way of the Pods. No finalizer is set: when a
 * user deletes one it is gone at once, and written anew if its port is there.
 */
final class IpWriter implements IpResources {
    private static final Logger log = LoggerFactory.getLogger(IpWriter.class);
    private static final String IPS =
            "/apis/" + SubnetResource.GROUP + "/" + SubnetResource.VERSION + "/" + IpResource.PLURAL;
    private static final int MOST_UNDER_WAY = 4;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;

    private final ApiServer api;
    private final ResourceWatch<IpResource> watch;
    private final CallLimit limit = new CallLimit(MOST_UNDER_WAY);

    IpWriter(KubernetesClient client, ResourceWatch<IpResource> watch) {
        this.api = new ApiServer(client);
        this.watch = watch;
    }

    @Override
    public Optional<IpFacts> named(String name) {
        return watch.named("", name).map(IpResource::facts);
    }

    @Override
    public Collection<IpFacts> all() {
        return watch.all().stream().map(IpResource::facts).toList();
    }

    @Override
    public CompletionStage<Optional<String>> write(IpAction action) {
        return limit.call(() -> send(action))
                .handle((answer, failure) ->
                        failure == null ? problem(action, answer) : Optional.of(ApiFailure.connection(failure)));
    }

    private CompletableFuture<ApiServer.Answer> send(IpAction action) {
        if (action instanceof IpAction.Create create) {
            return api.post(IPS, body(create));
        }
        if (action instanceof IpAction.Update update) {
            return api.mergePatch(IPS + "/" + update.seen().name(), body(update));
        }
        if (action instanceof IpAction.Delete delete) {
            return api.delete(IPS + "/" + delete.seen().name(), body(delete));
        }
        throw new IllegalStateException("nothing to write: " + action);
    }

    /** What was overtaken will be heard of by the watch; what is refused is refused again until something changes. */
    private static Optional<String> problem(IpAction action, ApiServer.Answer answer) {
        if (answer.isSuccess() || answer.code() == CONFLICT || answer.code() == NOT_FOUND) {
            return Optional.empty();
        }
        boolean refused = answer.code() >= 400 && answer.code() < 500 && answer.code() != TOO_MANY_REQUESTS;
        if (refused) {
            log.warn("{}: refused: {}", action, answer.message());
            return Optional.empty();
        }
        return Optional.of(answer.message());
    }

    static String body(IpAction.Create create) {
        var ip = JsonNodeFactory.instance.objectNode();
        ip.put("apiVersion", SubnetResource.GROUP + "/" + SubnetResource.VERSION)
                .put("kind", "IP");
        labels(ip.putObject("metadata").put("name", create.name()), create.labels(), List.of());
        var spec = spec(ip, create.spec());
        spec.put("containerID", "");
        for (var list : List.of("attachSubnets", "attachIps", "attachMacs")) {
            spec.putArray(list);
        }
        return ip.toString();
    }

    /** uid and version make the API server refuse it for any other state than the one that was decided upon. */
    static String body(IpAction.Update update) {
        var ip = JsonNodeFactory.instance.objectNode();
        var metadata = ip.putObject("metadata")
                .put("uid", update.seen().uid())
                .put("resourceVersion", update.seen().resourceVersion());
        labels(metadata, update.labels(), update.former());
        if (!update.finalizers().equals(update.seen().finalizers())) {
            update.finalizers().forEach(metadata.putArray("finalizers")::add);
        }
        spec(ip, update.spec());
        return ip.toString();
    }

    static String body(IpAction.Delete delete) {
        var options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions")
                .put("uid", delete.seen().uid())
                .put("resourceVersion", delete.seen().resourceVersion());
        return options.toString();
    }

    private static void labels(ObjectNode metadata, Map<String, String> labels, List<String> former) {
        var written = metadata.putObject("labels");
        former.forEach(written::putNull);
        labels.forEach(written::put);
    }

    private static ObjectNode spec(ObjectNode ip, IpSpec spec) {
        return ip.putObject("spec")
                .put("podName", spec.podName())
                .put("namespace", spec.namespace())
                .put("subnet", spec.subnet())
                .put("nodeName", spec.nodeName())
                .put("ipAddress", spec.ipAddress())
                .put("v4IpAddress", spec.v4IpAddress())
                .put("v6IpAddress", spec.v6IpAddress())
                .put("macAddress", spec.macAddress())
                .put("podType", spec.podType());
    }
}
