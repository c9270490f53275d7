package io.github.ovnnb.it.chaos;

import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.RawConnection;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Watches one member of the cluster over a socket of its own, past all proxies, and again after each of its deaths. */
final class MemberMonitor implements AutoCloseable {
    private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(100);

    private final OvsdbServer member;
    private final Clerk clerk;
    private volatile boolean closed;

    private MemberMonitor(OvsdbServer member, Clerk clerk) {
        this.member = member;
        this.clerk = clerk;
    }

    static MemberMonitor begin(OvsdbServer member, Clerk clerk) {
        var monitor = new MemberMonitor(member, clerk);
        var thread = new Thread(monitor::watch, "monitor of " + member);
        thread.setDaemon(true);
        thread.start();
        return monitor;
    }

    private void watch() {
        while (!closed) {
            try (var connection = member.connect()) {
                follow(connection);
            } catch (UncheckedIOException | IllegalStateException dead) {
                LockSupport.parkNanos(BETWEEN_TRIES);
            } catch (RuntimeException bug) {
                clerk.write(ledger -> ledger.checkerFailed(member + ": " + bug));
            }
        }
    }

    private void follow(RawConnection connection) {
        var view = new DatabaseView();
        tell(view.apply(connection.call("monitor", DatabaseView.MONITOR)));
        while (!closed) {
            var notification = connection.awaitNotification();
            if (notification.path("method").asText().equals("update")) {
                tell(view.apply(notification.path("params").path(1)));
            }
        }
    }

    private void tell(DatabaseState state) {
        if (!closed) {
            clerk.write(ledger -> ledger.state(member.toString(), state));
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
