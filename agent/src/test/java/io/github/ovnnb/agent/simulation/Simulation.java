package io.github.ovnnb.agent.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One life of a cluster, drawn from a seed. */
final class Simulation {
    /** Longer than the longest back-off and the sweeps that evidence needs. */
    private static final long UNTIL_SETTLED = 260_000_000;

    private static final long WITHIN_A_SECOND = 1_000_000;

    private final Options options;
    private final World world;
    private final Cluster cluster;
    private final Driver driver;

    /** @param mode empty: drawn */
    record Options(long seed, int steps, Set<Guards> guards, Optional<Mode> mode, boolean traced) {
        static Options of(long seed, int steps) {
            return new Options(seed, steps, Guards.all(), Optional.empty(), false);
        }

        Options withoutGuard(Guards guard) {
            var fewer = EnumSet.copyOf(guards);
            fewer.remove(guard);
            return new Options(seed, steps, fewer, mode, traced);
        }

        Options withTrace() {
            return new Options(seed, steps, guards, mode, true);
        }

        Options in(Mode ofAll) {
            return new Options(seed, steps, guards, Optional.of(ofAll), traced);
        }
    }

    /** What was looked at, and what befell it; and a number that is the same for each run of the same seed. */
    record Summary(long commits, long promises, Map<Harm, Long> harm, long digest) {}

    /** A violation, and how it came to it. */
    static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1;
        private static final int ENOUGH_TO_TELL_KINDS_APART = 60;

        private final long seed;

        Failure(Options options, Throwable cause, List<String> trace) {
            super(
                    String.join(System.lineSeparator(), trace) + System.lineSeparator() + "seed " + options.seed()
                            + ": " + cause.getMessage() + System.lineSeparator()
                            + "to see it again: scripts/simulate --seed "
                            + options.seed() + " --steps " + options.steps()
                            + options.mode()
                                    .map(mode -> " --mode " + mode.name().toLowerCase(Locale.ROOT))
                                    .orElse(""),
                    cause);
            seed = options.seed();
        }

        long seed() {
            return seed;
        }

        /** The violation without what is of this one life. */
        String kind() {
            var words = String.valueOf(Objects.requireNonNull(getCause()).getMessage())
                    .replaceAll("[\\[{].*", "")
                    .replaceAll("[0-9a-f]*[0-9:][0-9a-f.:-]*", "#");
            return words.substring(0, Math.min(ENOUGH_TO_TELL_KINDS_APART, words.length()));
        }
    }

    private Simulation(Options options) {
        this.options = options;
        this.world = new World(options.seed(), options.traced());
        var drawn = world.oneIn(2) ? Mode.CENTRAL : Mode.NODE;
        var faults = new Faults(world.chance());
        int replicas = replicas(world);
        this.cluster = options.mode().orElse(drawn) == Mode.CENTRAL
                ? Cluster.central(world, faults, options.guards(), replicas)
                : Cluster.withAgentsOnNodes(world, faults, options.guards());
        this.driver = new Driver(world, cluster);
    }

    /** Half of all central lives know one agent, the others two or three. */
    private static int replicas(World world) {
        return world.oneIn(2) ? 1 : 2 + world.upTo(2);
    }

    static Summary run(Options options) {
        var simulation = new Simulation(options);
        try {
            simulation.run();
        } catch (World.Violation | RuntimeException violation) {
            throw new Failure(options, violation, simulation.world.trace());
        }
        var invariants = simulation.cluster.invariants;
        return new Summary(
                invariants.checkedCommits(),
                invariants.checkedPromises(),
                simulation.world.harm(),
                simulation.world.digest());
    }

    private void run() {
        cluster.northbound.foreignSwitch("s1");
        cluster.start();
        for (int step = 0; step < options.steps(); step++) {
            driver.step();
            world.runFor(world.oneIn(10) ? world.between(0, 8_000_000) : world.between(0, 120_000));
        }
        cluster.faults.calmDown();
        cluster.mendWatches();
        world.tell(() -> "---- no more faults ----");
        world.runFor(UNTIL_SETTLED);
        check("after all has settled", true);
        cluster.stopSweeping();
        cluster.controllers.nothingFinishesFromNowOn();
        freeSomeAddresses();
        world.runFor(WITHIN_A_SECOND);
        check("a second after addresses became free, without a sweep", false);
    }

    /** By rows, of whose end every agent hears. That a Pod is gone whose row a restore has taken, those of other nodes find out by sweeps. */
    private void freeSomeAddresses() {
        world.tell(() -> "---- bare Pods and foreign ports go ----");
        var rows = new PortRows(cluster.northbound.ports());
        cluster.api.pods().stream()
                .filter(pod -> pod.controller().isEmpty() && rows.haveAllOf(pod) && world.oneIn(2))
                .forEach(cluster.api::removePod);
        List.copyOf(cluster.northbound.ports()).stream()
                .filter(port -> port.ownership().isEmpty() && world.oneIn(2))
                .forEach(port -> cluster.northbound.foreignRemoval(port.row()));
    }

    private void check(String when, boolean swept) {
        var violations = cluster.unsettled(swept);
        if (!violations.isEmpty()) {
            world.fail(when + ": " + violations.get(0));
        }
    }
}
