package io.github.ovnnb.agent.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** A process that can be stopped for a while, as by SIGSTOP, and be killed. What comes to a stopped one waits, in order. */
public final class SimulatedProcess {
    private final World world;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean alive = true;
    private long stoppedUntil;
    private Runnable watchOpened = () -> {};
    /** The newest version of anything in Kubernetes that one of its watches has told. */
    private long newestVersion;

    public SimulatedProcess(World world) {
        this.world = world;
    }

    /** Now, or when the process goes on; never if it is gone. */
    public void run(Runnable event) {
        if (!alive) {
            return;
        }
        if (held.isEmpty() && world.now() >= stoppedUntil) {
            event.run();
            return;
        }
        if (held.isEmpty()) {
            goOnAt(stoppedUntil);
        }
        held.add(event);
    }

    private void goOnAt(long time) {
        world.after(time - world.now(), () -> {
            if (world.now() < stoppedUntil) {
                goOnAt(stoppedUntil);
                return;
            }
            while (alive && !held.isEmpty()) {
                held.peek().run();
                // Unless it was its own end.
                held.poll();
            }
        });
    }

    void stopFor(long micros) {
        stoppedUntil = Math.max(stoppedUntil, world.now() + micros);
    }

    /** Told whenever a watch of its is opened. */
    void onWatchOpened(Runnable listener) {
        watchOpened = listener;
    }

    void opensWatch() {
        watchOpened.run();
    }

    /** Whether another watch was quicker to tell of something later. */
    boolean knowsNewerThan(long version) {
        newestVersion = Math.max(newestVersion, version);
        return newestVersion > version;
    }

    void kill() {
        alive = false;
        held.clear();
    }

    boolean isAlive() {
        return alive;
    }
}
