package io.github.ovnnb.it.chaos;

import io.github.ovnnb.it.chaos.Settlement.Problem;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run: a world, its workload and its faults for some minutes, then rest and a last look. */
public final class Run {

    /**
     * Three sweeps of an agent come within a quarter of a minute of its start, later ones a minute apart, and a port whose owner vanished
     * unseen waits for three.
     */
    static final Duration SETTLES_WITHIN = Duration.ofSeconds(240);

    private static final Duration COLLECTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private interface Work {
        void run() throws InterruptedException;
    }

    private final Mode mode;
    private final long seed;
    private final Duration duration;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();
    private final FaultLog faults;
    private final Stalls stalls = new Stalls();
    private final CountDownLatch stop = new CountDownLatch(1);

    public Run(Mode mode, long seed, Duration duration, PrintStream out) {
        this.mode = mode;
        this.seed = seed;
        this.duration = duration;
        this.out = out;
        this.faults = new FaultLog(clock, out);
    }

    /** Leaves nothing running behind. */
    public Report play() throws InterruptedException {
        faults.tell("starting the world");
        try (var world = new World(mode);
                var clerk = new Clerk(new Ledger(clock, faults::now))) {
            return play(world, clerk);
        }
    }

    private Report play(World world, Clerk clerk) throws InterruptedException {
        var churn = new Churn(world.client(), clerk, seed);
        var probes = new Probes(world.client(), faults, stalls, clock);
        var monitors = world.northbound().members().stream()
                .map(member -> MemberMonitor.begin(member, clerk))
                .toList();
        var watch = PodWatch.begin(world.client(), World.NAMESPACE, clerk, probes::seen);
        churn.populate();
        var workload = start("workload", () -> churn.run(stop), clerk);
        var probing = start("probes", () -> probes.run(stop), clerk);
        inflict(world, clerk);
        stop.countDown();
        workload.join();
        probing.join();
        settle(world, clerk, probes);
        monitors.forEach(MemberMonitor::close);
        watch.close();
        var violations = clerk.read(Ledger::violations);
        var kept = violations.isEmpty() ? "" : Evidence.keep(world).toString();
        out.println(churn.summary());
        return new Report(
                mode, seed, duration, faults.counts(), stalls.byFault(), clerk.read(Ledger::tally), violations, kept);
    }

    private static Thread start(String name, Work work, Clerk clerk) {
        var thread = new Thread(() -> attempt(work, clerk), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void attempt(Work work, Clerk clerk) {
        try {
            work.run();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            clerk.write(ledger -> ledger.checkerFailed(String.valueOf(bug)));
        }
    }

    private void inflict(World world, Clerk clerk) throws InterruptedException {
        var script = new FaultScript(mode, seed);
        var saboteur = new Saboteur(world, clerk, faults, stop);
        long end = System.nanoTime() + duration.toNanos();
        // A while without faults, to compare with.
        boolean unused = stop.await(Math.min(8_000, duration.toMillis() / 6), TimeUnit.MILLISECONDS);
        while (System.nanoTime() < end) {
            saboteur.play(script.next());
        }
    }

    private void settle(World world, Clerk clerk, Probes probes) throws InterruptedException {
        faults.begin("rest");
        faults.tell("the workload rests");
        long begin = System.nanoTime();
        var problems = look(world, clerk, probes);
        boolean collected = false;
        while (!problems.isEmpty() && System.nanoTime() - begin < SETTLES_WITHIN.toNanos()) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            if (!collected && System.nanoTime() - begin > COLLECTED_WITHIN.toNanos()) {
                collected = true;
                collectOrphans(world);
            }
            problems = look(world, clerk, probes);
        }
        faults.tell(
                problems.isEmpty()
                        ? "all is right after " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s"
                        : problems.size() + " things are not right after " + SETTLES_WITHIN.toSeconds() + " s");
        var left = problems;
        clerk.writeAndWait(ledger -> left.forEach(problem -> ledger.unsettled(problem.port(), problem.what())));
    }

    /** At times kube-controller-manager leaves Pods of deleted sets behind when its API server was killed; an operator would delete them. */
    private void collectOrphans(World world) {
        var deleted = Orphans.delete(world.client());
        if (!deleted.isEmpty()) {
            faults.tell("not collected by kube-controller-manager, and deleted now: " + String.join(", ", deleted));
        }
    }

    private static List<Problem> look(World world, Clerk clerk, Probes probes) {
        try {
            probes.deleteServed();
            return Settlement.look(world, clerk);
        } catch (RuntimeException noAnswer) {
            return List.of(new Problem("", "could not look: " + noAnswer));
        }
    }
}
