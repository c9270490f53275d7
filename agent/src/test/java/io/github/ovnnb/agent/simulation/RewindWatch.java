package io.github.ovnnb.agent.simulation;

import java.util.function.LongSupplier;

/**
 * What an agent does to notice that the API server's storage was put back, as the real {@code RewindCheck}: a second after a watch was opened it
 * asks for the present version, and it is not to be older than what was heard.
 */
final class RewindWatch {
    private static final long TOGETHER = 1_000_000;

    private final World world;
    private final SimulatedProcess process;
    private final SimulatedApi api;
    private final KubernetesFaults faults;
    private final LongSupplier newest;
    private final Runnable startOver;
    private boolean due;
    private boolean knowsWhatNeverWas;

    /**
     * @param newest version that was heard of
     * @param startOver with nothing in mind
     */
    RewindWatch(
            World world,
            SimulatedProcess process,
            SimulatedApi api,
            KubernetesFaults faults,
            LongSupplier newest,
            Runnable startOver) {
        this.world = world;
        this.process = process;
        this.api = api;
        this.faults = faults;
        this.newest = newest;
        this.startOver = startOver;
        process.onWatchOpened(this::soon);
    }

    /** The storage is about to be put back to that version. */
    void putBackTo(long version) {
        knowsWhatNeverWas |= newest.getAsLong() > version;
    }

    private void soon() {
        if (!due) {
            due = true;
            world.after(
                    TOGETHER,
                    () -> process.run(() -> {
                        due = false;
                        ask();
                    }));
        }
    }

    private void ask() {
        long known = newest.getAsLong();
        boolean lost = faults.nextPatch() != KubernetesFaults.PatchFault.NONE;
        world.after(faults.travel(), () -> {
            boolean answered = !lost && !api.isDown();
            long now = api.version();
            world.after(faults.travel(), () -> process.run(() -> heard(answered, now < known)));
        });
    }

    /**
     * A server that has made as many changes since as were undone can't be told from one that was never put back. That limit is documented, and
     * so is the cure: a person restarts the agents.
     */
    private void heard(boolean answered, boolean rewound) {
        if (!answered) {
            soon();
        } else if (rewound || knowsWhatNeverWas) {
            world.inflicted(rewound ? Harm.STORAGE_NOTICED : Harm.STORAGE_UNNOTICED);
            startOver.run();
        }
    }
}
