package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads objects from the API server as they are stored: no version is asked for, so no cache of its answers. So many at a time, and for all that
 * ask for the same before it is sent, once.
 */
final class StoredObjects {
    private static final int NOT_FOUND = 404;
    private static final int PAGE = 500;
    private static final JsonFactory PARSERS = new JsonFactory();

    private final ApiServer api;
    private final CallLimit limit;
    private final Map<String, CompletableFuture<ApiServer.Answer>> unsent = new HashMap<>();

    /** The API server does not say. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unanswered(String why) {
            super(why);
        }
    }

    /** In one line, what any of these failed with. */
    static String why(Throwable failure) {
        var root = ApiFailure.root(failure);
        return root instanceof Unanswered ? String.valueOf(root.getMessage()) : ApiFailure.connection(failure);
    }

    /** @param mostUnderWay requests at a time */
    StoredObjects(ApiServer api, int mostUnderWay) {
        this.api = api;
        this.limit = new CallLimit(mostUnderWay);
    }

    /** Empty if there is none of that name, and the API server knows the kind; fails with {@link Unanswered} or the connection's error. */
    CompletableFuture<Optional<ApiServer.Answer>> get(String collection, String name) {
        return get(collection + "/" + name).thenApply(answer -> {
            if (answer.isSuccess()) {
                return Optional.of(answer);
            }
            // A kind that is not served is not found either, but not by name.
            if (answer.code() == NOT_FOUND && answer.find("details", "name").equals(name)) {
                return Optional.empty();
            }
            throw new Unanswered(answer.message());
        });
    }

    /** The same, decoded. */
    <T extends PartialResource> CompletableFuture<Optional<T>> get(String collection, String name, Supplier<T> newOne) {
        return get(collection, name).thenApply(answer -> answer.map(found -> read(found, newOne)));
    }

    private static <T extends PartialResource> T read(ApiServer.Answer answer, Supplier<T> newOne) {
        try (var json = PARSERS.createParser(answer.body())) {
            json.nextToken();
            var object = newOne.get();
            object.read(json);
            return object;
        } catch (IOException malformed) {
            throw new Unanswered("the API server's answer can't be read");
        }
    }

    /** All of the collection, page by page. */
    <T extends PartialResource> CompletableFuture<List<T>> list(String collection, Supplier<T> newOne) {
        return pages(collection + "?limit=" + PAGE, "", newOne, new ArrayList<>());
    }

    /** Those of the collection that the field selector chooses. */
    <T extends PartialResource> CompletableFuture<List<T>> list(
            String collection, String fieldSelector, Supplier<T> newOne) {
        return pages(
                collection + "?limit=" + PAGE + parameter("fieldSelector", fieldSelector),
                "",
                newOne,
                new ArrayList<>());
    }

    private static String parameter(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private <T extends PartialResource> CompletableFuture<List<T>> pages(
            String pages, String from, Supplier<T> newOne, List<T> before) {
        return get(from.isEmpty() ? pages : pages + parameter("continue", from)).thenCompose(answer -> {
            if (!answer.isSuccess()) {
                throw new Unanswered(answer.message());
            }
            before.addAll(readAll(answer, newOne));
            var next = answer.find("metadata", "continue");
            return next.isEmpty() ? CompletableFuture.completedFuture(before) : pages(pages, next, newOne, before);
        });
    }

    private static <T extends PartialResource> List<T> readAll(ApiServer.Answer answer, Supplier<T> newOne) {
        var all = new ArrayList<T>();
        try (var json = PARSERS.createParser(answer.body())) {
            json.nextToken();
            JsonFields.of(json, field -> {
                if (field.equals("items")) {
                    JsonFields.elements(json, element -> {
                        var object = newOne.get();
                        object.read(json);
                        all.add(object);
                    });
                }
            });
            return all;
        } catch (IOException malformed) {
            throw new Unanswered("the API server's answer can't be read");
        }
    }

    private CompletableFuture<ApiServer.Answer> get(String path) {
        var answer = new CompletableFuture<ApiServer.Answer>();
        synchronized (unsent) {
            var same = unsent.putIfAbsent(path, answer);
            if (same != null) {
                return same;
            }
        }
        var unused = limit.call(() -> {
                    synchronized (unsent) {
                        unsent.remove(path);
                    }
                    return api.get(path);
                })
                .whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }
}
