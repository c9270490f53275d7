package io.github.ovnnb.ovsdb.replica;

import static io.github.ovnnb.ovsdb.replica.Ports.port;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.protocol.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeQueueTest {
    private static final Row A = port(1, "a");
    private static final Row A2 = port(1, "a", Map.of("k", "2"));
    private static final Row A3 = port(1, "a", Map.of("k", "3"));
    private static final Row B = port(2, "b");

    private final List<Object> heard = new ArrayList<>();
    /** Runs nothing by itself: a listener that is as slow as the test wants. */
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    private final ChangeQueue queue = new ChangeQueue("Port", heard::add, tasks::add);

    @Test
    void changesOfOneRowBecomeOneWhileTheListenerIsBehind() {
        queue.offer(List.of(new RowChange.Modified(A, A2)));
        queue.offer(List.of(new RowChange.Inserted(B)));
        queue.offer(List.of(new RowChange.Modified(A2, A3)));

        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(heard).containsExactly(new RowChange.Inserted(B), new RowChange.Modified(A, A3));
    }

    @Test
    void whatCancelsOutIsNotTold() {
        queue.offer(List.of(new RowChange.Inserted(B), new RowChange.Modified(A, A2)));
        queue.offer(List.of(new RowChange.Deleted(B), new RowChange.Modified(A2, A)));

        runTasks();
        assertThat(heard).isEmpty();
    }

    @Test
    void followingChangesAddUp() {
        assertThat(new RowChange.Inserted(A).followedBy(new RowChange.Modified(A, A2)))
                .contains(new RowChange.Inserted(A2));
        assertThat(new RowChange.Inserted(A).followedBy(new RowChange.Deleted(A)))
                .isEmpty();
        assertThat(new RowChange.Modified(A, A2).followedBy(new RowChange.Deleted(A2)))
                .contains(new RowChange.Deleted(A));
        assertThat(new RowChange.Deleted(A).followedBy(new RowChange.Inserted(A2)))
                .contains(new RowChange.Modified(A, A2));
        assertThat(new RowChange.Deleted(A).followedBy(new RowChange.Inserted(A)))
                .isEmpty();
    }

    /**
     * The promise that whoever handles both changes and transactions on one executor relies on: what the update said is heard
     * before what the reply brings, also when the update comes while the listener is at work.
     */
    @Test
    void aChangeIsHeardBeforeWhateverIsGivenToTheExecutorAfterIt() {
        var selfFeeding = new ArrayList<ChangeQueue>();
        selfFeeding.add(new ChangeQueue(
                "Port",
                change -> {
                    heard.add(change);
                    if (change.row().equals(A)) {
                        selfFeeding.get(0).offer(List.of(new RowChange.Inserted(B)));
                        tasks.add(() -> heard.add("reply"));
                    }
                },
                tasks::add));

        selfFeeding.get(0).offer(List.of(new RowChange.Inserted(A)));
        runTasks();

        assertThat(heard).containsExactly(new RowChange.Inserted(A), new RowChange.Inserted(B), "reply");
    }

    @Test
    void aListenerThatFailsHearsTheNextChange() {
        var failing = new ChangeQueue(
                "Port",
                change -> {
                    heard.add(change);
                    throw new IllegalStateException("on purpose");
                },
                tasks::add);

        failing.offer(List.of(new RowChange.Inserted(A), new RowChange.Inserted(B)));
        runTasks();

        assertThat(heard).hasSize(2);
    }

    @Test
    void anExecutorThatWasShutDownEndsTheSubscription() {
        var executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        var orphan = new ChangeQueue("Port", heard::add, executor);

        orphan.offer(List.of(new RowChange.Inserted(A)));

        assertThat(orphan.isClosed()).isTrue();
    }

    @Test
    void aListenerIsNeverCalledTwiceAtOnceAndMissesNothingOnManyThreads() throws InterruptedException {
        int rows = 2000;
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        var done = new CountDownLatch(rows);
        var executor = Executors.newFixedThreadPool(4);
        var shared = new ChangeQueue(
                "Port",
                change -> {
                    if (inside.incrementAndGet() > 1) {
                        overlaps.incrementAndGet();
                    }
                    inside.decrementAndGet();
                    done.countDown();
                },
                executor);

        for (int i = 0; i < rows; i++) {
            shared.offer(List.of(new RowChange.Inserted(port(i, "p" + i))));
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(overlaps).hasValue(0);
        executor.shutdown();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
