package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.replica.Subscription;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A state with listeners: each hears the present state and then every change, in order, on its own executor. */
final class Announcements<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private final List<Audience> audiences = new CopyOnWriteArrayList<>();
    private volatile T current;

    Announcements(T first) {
        current = first;
    }

    T current() {
        return current;
    }

    synchronized void announce(T next) {
        if (!next.equals(current)) {
            current = next;
            audiences.forEach(audience -> audience.offer(next));
        }
    }

    synchronized Subscription subscribe(Consumer<T> listener, Executor executor) {
        var audience = new Audience(listener, executor);
        audiences.add(audience);
        audience.offer(current);
        return () -> {
            audiences.remove(audience);
            audience.leave();
        };
    }

    /** One listener and what it has not heard yet. */
    private final class Audience {
        private final Consumer<T> listener;
        private final Executor executor;
        private final Queue<T> unheard = new ArrayDeque<>();
        private boolean listening;
        private boolean gone;

        Audience(Consumer<T> listener, Executor executor) {
            this.listener = listener;
            this.executor = executor;
        }

        void offer(T news) {
            synchronized (unheard) {
                unheard.add(news);
                if (listening) {
                    return;
                }
                listening = true;
            }
            try {
                executor.execute(this::tellAll);
            } catch (RejectedExecutionException e) {
                LOG.warn("the executor of a listener takes nothing more, so it no longer hears of changes");
                audiences.remove(this);
            }
        }

        void leave() {
            synchronized (unheard) {
                gone = true;
                unheard.clear();
            }
        }

        private void tellAll() {
            while (true) {
                T news;
                synchronized (unheard) {
                    if (gone || unheard.isEmpty()) {
                        listening = false;
                        return;
                    }
                    news = unheard.remove();
                }
                try {
                    listener.accept(news);
                } catch (RuntimeException e) {
                    LOG.error("a listener failed on {}", news, e);
                }
            }
        }
    }
}
