package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Whether the API server answers at all. A watch does not tell: on a connection that has died without a word, or while it waits for the answer to its
 * renewal, it looks alive.
 */
public final class Pulse {
    private static final int LOOKS_FROM_QUESTION_TO_QUESTION = 5;
    /** A request may take up to ten seconds. */
    private static final int LOOKS_WITHOUT_ANSWER = 15;

    private final Supplier<CompletableFuture<?>> question;
    private volatile long looks;
    private volatile long answered;
    private volatile boolean underWay;

    public Pulse(KubernetesClient client) {
        // Everybody may ask for it; a refusal is an answer, too.
        this(askingFor(new ApiServer(client), "/version"));
    }

    private static Supplier<CompletableFuture<?>> askingFor(ApiServer api, String path) {
        return () -> api.get(path);
    }

    /** @param question fails if nothing answers */
    Pulse(Supplier<CompletableFuture<?>> question) {
        this.question = question;
    }

    /**
     * Whether there was an answer lately. To be called once a second, by one thread; asks the API server every few calls.
     *
     * @param wanted false: nothing is asked, and all counts as well
     */
    public boolean beats(boolean wanted) {
        long look = looks + 1;
        looks = look;
        if (!wanted) {
            answered = look;
            return true;
        }
        if (look % LOOKS_FROM_QUESTION_TO_QUESTION == 0 && !underWay) {
            underWay = true;
            var unused = question.get().whenComplete((answer, failure) -> {
                if (failure == null) {
                    answered = looks;
                }
                underWay = false;
            });
        }
        return look - answered <= LOOKS_WITHOUT_ANSWER;
    }
}
