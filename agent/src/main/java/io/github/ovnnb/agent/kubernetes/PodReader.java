package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.reconcile.PodLookup;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads single Pods from the API server; as no version is asked for, it answers by what is stored. Where very many are asked for at once, as after an
 * outage, one list of a namespace answers for all of its Pods that could not be asked for yet.
 */
public final class PodReader implements PodLookup {
    /** Few ever ask at once; a burst shall not keep patches waiting. */
    private static final int MOST_UNDER_WAY = 8;
    /** The API server reads about so many Pods for a list in the time that a request of its own takes for one. */
    private static final int WORTH_A_LIST = 100;
    /** Who is asked about in such numbers waits for an address, and has not run without one. */
    private static final String WAITING = "status.phase=Pending";

    private final StoredObjects objects;
    private final InstantSource clock;
    private final CallLimit limit = new CallLimit(MOST_UNDER_WAY);
    /** Answers to what has not been sent yet, by namespace and name. */
    private final Map<String, Map<String, CompletableFuture<Answer>>> unsent = new HashMap<>();

    /** @param clock tells which Pods should have been gone for long */
    public PodReader(KubernetesClient client, InstantSource clock) {
        this.objects = new StoredObjects(new ApiServer(client), MOST_UNDER_WAY);
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> ask(String namespace, String pod) {
        CompletableFuture<Answer> answer;
        synchronized (unsent) {
            answer = unsent.computeIfAbsent(namespace, none -> new LinkedHashMap<>())
                    .computeIfAbsent(pod, none -> new CompletableFuture<>());
        }
        var unused = limit.call(() -> send(namespace, pod));
        return answer;
    }

    /** Completes when another request may be sent. */
    private CompletableFuture<?> send(String namespace, String pod) {
        var asked = take(namespace, pod);
        if (asked.size() > 1) {
            return list(namespace, asked);
        }
        var answer = asked.get(pod);
        // Or it was part of a list.
        return answer == null ? CompletableFuture.completedFuture(null) : get(namespace, pod, answer);
    }

    /** The answers to give by the next request. */
    private Map<String, CompletableFuture<Answer>> take(String namespace, String pod) {
        synchronized (unsent) {
            var waiting = unsent.get(namespace);
            if (waiting == null) {
                return Map.of();
            }
            if (waiting.size() >= WORTH_A_LIST) {
                unsent.remove(namespace);
                return waiting;
            }
            var answer = waiting.remove(pod);
            if (waiting.isEmpty()) {
                unsent.remove(namespace);
            }
            return answer == null ? Map.of() : Map.of(pod, answer);
        }
    }

    private static String collection(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/pods";
    }

    private CompletableFuture<?> get(String namespace, String pod, CompletableFuture<Answer> answer) {
        return objects.get(collection(namespace), pod, PodResource::new)
                .handle((found, failure) -> failure == null ? read(found) : new Failed(StoredObjects.why(failure)))
                .thenAccept(answer::complete);
    }

    private Answer read(Optional<PodResource> found) {
        return found.<Answer>map(this::read).orElseGet(NotThere::new);
    }

    private Answer read(PodResource pod) {
        return new Found(pod.facts(clock.instant()));
    }

    private CompletableFuture<?> list(String namespace, Map<String, CompletableFuture<Answer>> asked) {
        return objects.list(collection(namespace), WAITING, PodResource::new).handle((pods, failure) -> {
            if (failure != null) {
                var failed = new Failed(StoredObjects.why(failure));
                asked.values().forEach(answer -> answer.complete(failed));
                return failed;
            }
            var byName = pods.stream().collect(Collectors.toMap(PodResource::name, Function.identity()));
            asked.forEach((name, answer) -> {
                var pod = byName.get(name);
                if (pod == null) {
                    var unused = limit.call(() -> get(namespace, name, answer));
                } else {
                    answer.complete(read(pod));
                }
            });
            return pods;
        });
    }
}
