package io.github.ovnnb.ovsdb.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** The loop of a client on the test's own thread, with a clock that moves when told. */
public final class VirtualLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::at).thenComparingLong(Scheduled::order));
    private final ArrayDeque<Runnable> aside = new ArrayDeque<>();
    private boolean asideWaits;
    private long now;
    private long scheduled;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** What the client does aside of its loop takes until {@link #finishAside}. */
    public void delayAside() {
        asideWaits = true;
    }

    public void finishAside() {
        asideWaits = false;
        while (!aside.isEmpty()) {
            aside.remove().run();
        }
        run();
    }

    @Override
    public Executor aside() {
        return asideWaits ? aside::add : Runnable::run;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        var timer = new Scheduled(now + delay.toNanos(), scheduled++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Runs what is due now. */
    public void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Lets time pass, running every timer at its moment. */
    public void advance(Duration time) {
        var end = now + time.toNanos();
        run();
        while (!timers.isEmpty() && timers.peek().at() <= end) {
            var timer = timers.remove();
            now = timer.at();
            timer.task().run();
            run();
        }
        now = end;
    }

    private record Scheduled(long at, long order, Runnable task) {}
}
