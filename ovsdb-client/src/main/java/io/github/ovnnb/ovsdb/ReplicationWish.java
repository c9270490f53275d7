package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.session.Acknowledgement;
import java.util.concurrent.CompletableFuture;

/** Completes the stage of whoever wants something else to be replicated. */
record ReplicationWish(CompletableFuture<Void> stage) implements Acknowledgement {
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
