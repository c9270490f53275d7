package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.github.ovnnb.agent.domain.ResourceVersions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the API server's storage was put back to an earlier state, as restoring etcd from a backup does. A watch that goes on from a
 * version which is still to come is not refused: it just says nothing until that version is there, and never what was undone. So whenever a
 * watch is opened, and no restore leaves one open, the server is asked for its present version of each kind that we follow.
 *
 * <p>A server that has made as many changes since as were undone can't be told from one that was never put back.
 */
final class RewindCheck implements Interceptor {
    private static final Logger log = LoggerFactory.getLogger(RewindCheck.class);
    /** The watches of all kinds are opened together. */
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Executor later;
    private final AtomicBoolean isDue = new AtomicBoolean();
    private volatile Runnable check = () -> {};

    /**
     * A kind that is followed.
     *
     * @param path of its list, such as {@code /api/v1/pods}
     * @param version the newest {@code resourceVersion} that was heard of; empty text if none
     */
    record Followed(String path, String version) {}

    RewindCheck() {
        this(CompletableFuture.delayedExecutor(TOGETHER.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** @param later runs what it is given a moment from now */
    RewindCheck(Executor later) {
        this.later = later;
    }

    /** @param rewound called on any thread, once for every check that finds it so */
    void begin(ApiServer api, Supplier<List<Followed>> followed, Runnable rewound) {
        check = () -> {
            var unused = ask(api, followed, rewound);
        };
    }

    void end() {
        check = () -> {};
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        var query = request.uri().getQuery();
        if (query != null && query.contains("watch=true")) {
            soon();
        }
    }

    private void soon() {
        if (isDue.compareAndSet(false, true)) {
            later.execute(() -> {
                isDue.set(false);
                check.run();
            });
        }
    }

    /** Completes, in whichever way, after the last answer. */
    CompletionStage<Void> ask(ApiServer api, Supplier<List<Followed>> followed, Runnable rewound) {
        // What we know is read before the server is asked: its answer can't be older than that, if all is well.
        var answers = followed.get().stream()
                .map(kind -> api.get(kind.path() + "?limit=1").thenApply(answer -> isRewound(kind, answer)))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .whenComplete((none, failure) -> {
                    if (failure != null) {
                        soon();
                    } else if (answers.stream().anyMatch(CompletableFuture::join)) {
                        rewound.run();
                    }
                });
    }

    private boolean isRewound(Followed kind, ApiServer.Answer answer) {
        if (!answer.isSuccess()) {
            if (mayChangeByItself(answer)) {
                soon();
            }
            return false;
        }
        var now = answer.resourceVersion();
        boolean rewound = ResourceVersions.isOlder(now, kind.version());
        if (rewound) {
            log.error(
                    "the API server has {} at version {} and had it at {} before: its storage was put back to an earlier state",
                    kind.path(),
                    now,
                    kind.version());
        }
        return rewound;
    }

    /**
     * A server that is not ready yet will be. A kind that is not served any more, or not to us, has no watch either; when it has one again, that
     * is when it is asked for.
     */
    private static boolean mayChangeByItself(ApiServer.Answer answer) {
        return answer.code() != NOT_FOUND && answer.code() != FORBIDDEN;
    }
}
