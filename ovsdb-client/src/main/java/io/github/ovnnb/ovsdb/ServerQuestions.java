package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.codec.ReplyShape;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.session.DatabaseSession;
import io.github.ovnnb.ovsdb.session.Question;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/** What is asked of the server beside transactions. What changes nothing is asked again after a lost connection. Any thread may ask. */
final class ServerQuestions {
    private final LoopEntrance loop;
    private final DatabaseSession session;
    private final String database;
    private final Duration deadline;

    ServerQuestions(LoopEntrance loop, DatabaseSession session, String database, Duration deadline) {
        this.loop = loop;
        this.session = session;
        this.database = database;
        this.deadline = deadline;
    }

    CompletionStage<List<String>> databases() {
        return ask(new Request("list_dbs"), ReplyShape.databases(), true);
    }

    CompletionStage<DatabaseSchema> schema() {
        return ask(new Request("get_schema", database), ReplyShape.schema(), true);
    }

    CompletionStage<UUID> serverId() {
        return ask(new Request("get_server_id"), ReplyShape.serverId(), true);
    }

    /** Never repeated: between the two somebody else may have converted it to a third schema. */
    CompletionStage<Void> convert(String schema) {
        var params = ConvertParams.of(database, schema);
        return ask(id -> RequestEncoder.request(id, "convert", params), ReplyShape.json(), false)
                .thenAccept(accepted -> {});
    }

    private record Request(String method, String... params) implements LongFunction<byte[]> {
        @Override
        public byte[] apply(long id) {
            return RequestEncoder.request(id, method, params);
        }
    }

    private <T> CompletionStage<T> ask(LongFunction<byte[]> request, ReplyShape<T> shape, boolean repeatable) {
        var stage = loop.<T>newStage();
        var answer = new Answer<>(stage);
        var question = new Question<>(request, shape, repeatable, deadline, answer);
        loop.run(() -> session.ask(question), () -> answer.unanswered(LoopEntrance.CLOSED));
        return stage;
    }

    private record Answer<T>(CompletableFuture<T> stage) implements Question.Answer<T> {
        @Override
        public void answered(T result) {
            stage.complete(result);
        }

        @Override
        public void refused(OvsdbError error) {
            stage.completeExceptionally(new OvsdbException.RequestRefused(error));
        }

        @Override
        public void unanswered(String reason) {
            stage.completeExceptionally(new OvsdbException.Unanswered(reason));
        }

        @Override
        public void unknown(String reason) {
            stage.completeExceptionally(new OvsdbException.OutcomeUnknown(reason));
        }
    }
}
