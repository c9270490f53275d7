package io.github.ovnnb.agent.reconcile;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn of one node agent at a time, by a lock of the database, to see all Pods and to care for what is no node's: ports whose Pods and
 * nodes are gone. Whoever hears nothing of Pods for long gives the turn back, for another could. Confined to the reconciler's thread.
 */
public final class SweepingTurn {
    private static final Logger log = LoggerFactory.getLogger(SweepingTurn.class);

    private final Line line;
    private final Sight sight;
    private final Consumer<Boolean> seesAll;
    private final Executor thread;
    private boolean wanted;
    private boolean hears = true;
    private boolean ours;
    private int turns;
    private int claims;
    private Optional<Runnable> leave = Optional.empty();

    /** Where agents stand in line. */
    public interface Line {
        /** Tells on the reconciler's thread whether the turn is ours, each time it changes. Returns what gives it back, or leaves the line. */
        Runnable enter(Consumer<Boolean> turnIsOurs);
    }

    /**
     * The Pods of all nodes.
     *
     * @param begin completes when all are seen
     */
    public record Sight(Supplier<CompletionStage<Void>> begin, Runnable end) {}

    /** @param seesAll told when everything is seen from now on, and when it is no more */
    public SweepingTurn(Line line, Sight sight, Consumer<Boolean> seesAll, Executor thread) {
        this.line = line;
        this.sight = sight;
        this.seesAll = seesAll;
        this.thread = thread;
    }

    /** From now on we stand in line. To be called only by who can work: others would hold the turn for nothing. */
    public void claim() {
        wanted = true;
        enterIfFit();
    }

    /** Whether anything is heard of Pods. When that begins again, we stand behind those who came meanwhile. */
    public void hears(boolean something) {
        hears = something;
        if (hears) {
            enterIfFit();
        } else {
            leave.ifPresent(this::giveWay);
        }
    }

    /** Whether we have the turn, or have given it back for hearing nothing. */
    public boolean hasToHear() {
        return ours || !hears;
    }

    private void giveWay(Runnable line) {
        log.warn("nothing is heard of the Pods of the cluster: leaving the sweeping to others");
        leave = Optional.empty();
        claims++;
        turnIsOurs(false);
        line.run();
    }

    private void enterIfFit() {
        if (wanted && hears && leave.isEmpty()) {
            int mine = ++claims;
            leave = Optional.of(line.enter(held -> {
                if (mine == claims) {
                    turnIsOurs(held);
                }
            }));
        }
    }

    private void turnIsOurs(boolean held) {
        if (held == ours) {
            return;
        }
        ours = held;
        if (held) {
            begin(++turns);
        } else {
            end();
        }
    }

    private void begin(int turn) {
        log.info("this agent sweeps for all nodes now, and follows all Pods for it");
        var unused = sight.begin()
                .get()
                .thenRun(() -> thread.execute(() -> {
                    if (ours && turn == turns) {
                        seesAll.accept(true);
                    }
                }));
    }

    private void end() {
        log.info("another agent may sweep for all nodes now");
        seesAll.accept(false);
        sight.end().run();
    }
}
