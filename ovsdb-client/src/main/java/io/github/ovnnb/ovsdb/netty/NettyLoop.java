package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.Loop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A Netty event loop as the thread of a client. */
final class NettyLoop implements Loop {
    private final EventLoop eventLoop;
    private final Supplier<? extends Executor> aside;

    NettyLoop(EventLoop eventLoop, Supplier<? extends Executor> aside) {
        this.eventLoop = eventLoop;
        this.aside = aside;
    }

    boolean isOn(EventLoop other) {
        return eventLoop == other;
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public Executor aside() {
        return aside.get();
    }

    @Override
    public void meanwhile(Runnable work) {
        aside.get().execute(work);
    }

    @Override
    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        var future = eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }
}
