package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.session.Acknowledgement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Completes the stage of whoever wants something else to be replicated. */
record ReplicationWish(CompletableFuture<Void> stage) implements Acknowledgement {

    /** Lays a wish before the loop's owner of the tables; completes when it is acknowledged. Any thread may. */
    static CompletionStage<Void> of(Consumer<Acknowledgement> wish, LoopEntrance loop) {
        var stage = loop.<Void>newStage();
        var answer = new ReplicationWish(stage);
        loop.run(() -> wish.accept(answer), () -> answer.unanswered(LoopEntrance.CLOSED));
        return stage;
    }

    @Override
    public void acknowledged() {
        stage.complete(null);
    }

    @Override
    public void refused(OvsdbError error) {
        stage.completeExceptionally(new OvsdbException.RequestRefused(error));
    }

    @Override
    public void mistaken(String why) {
        stage.completeExceptionally(new IllegalArgumentException(why));
    }

    @Override
    public void unanswered(String reason) {
        stage.completeExceptionally(new OvsdbException.Unanswered(reason));
    }
}
