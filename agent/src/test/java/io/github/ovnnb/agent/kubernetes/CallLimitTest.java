package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private final CallLimit limit = new CallLimit(2);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    @Test
    void beginsNoMoreCallsThanAllowedAndTheNextWhenOneEnds() {
        begin();
        begin();
        begin();
        assertThat(begun).hasSize(2);

        begun.get(1).complete("done");
        assertThat(begun).hasSize(3);
    }

    @Test
    void failsWhatHasNotBegunWhenItIsDropped() {
        begin();
        begin();
        var waiting = call();

        limit.drop("no more");

        assertThat(waiting).isCompletedExceptionally();
        begun.get(0).complete("done");
        assertThat(begun).as("nothing else begins").hasSize(2);
        begin();
        assertThat(begun).hasSize(3);
    }

    @Test
    void passesOnWhatCameOfEachCall() {
        var good = call();
        var bad = call();

        begun.get(0).complete("good");
        begun.get(1).completeExceptionally(new IllegalStateException("bad"));

        assertThat(good).isCompletedWithValue("good");
        assertThat(bad).isCompletedExceptionally();
    }

    @Test
    void treatsACallThatCannotEvenBeginAsFailed() {
        var failed = limit.call(() -> {
            throw new IllegalStateException("closed");
        });

        assertThat(failed).isCompletedExceptionally();
    }

    @Test
    void getsThroughALongQueueOfCallsThatFailAtOnce() {
        begin();
        begin();
        var many = IntStream.range(0, 100_000)
                .mapToObj(number -> limit.call(() -> CompletableFuture.failedFuture(new IllegalStateException())))
                .toList();

        begun.get(0).complete("room for the others");

        assertThat(many).allSatisfy(one -> assertThat(one).isCompletedExceptionally());
    }

    private void begin() {
        assertThat(call()).isNotDone();
    }

    private CompletableFuture<String> call() {
        return limit.call(() -> {
            var call = new CompletableFuture<String>();
            begun.add(call);
            return call;
        });
    }
}
