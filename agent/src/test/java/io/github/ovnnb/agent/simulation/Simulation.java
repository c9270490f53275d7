package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One life of a cluster, drawn from a seed. */
final class Simulation implements Driver.Operator {
    static final SubnetCatalog SUBNETS = new SubnetCatalog(List.of(
            subnet("s1", "10.0.0.0/28", List.of("10.0.0.13..10.0.0.14"), "a"),
            subnet("s2", "10.1.0.0/28,fd00::/124", List.of(), "b")));

    /** Longer than the longest back-off and the sweeps that evidence needs. */
    private static final long UNTIL_SETTLED = 260_000_000;

    private static final long WITHIN_A_SECOND = 1_000_000;

    private final World world;
    private final Options options;
    private final Faults faults;
    private final SimulatedApi api;
    private final Controllers controllers;
    private final Invariants invariants;
    private final SimulatedNorthbound northbound;
    private final Driver driver;
    private final Set<String> told = new HashSet<>();
    private SimulatedAgent agent;
    private int incarnation;

    /** @param lateCommits see {@link Faults} */
    record Options(long seed, int steps, Set<Guards> guards, boolean lateCommits, boolean traced) {
        static Options of(long seed, int steps) {
            return new Options(seed, steps, Guards.all(), false, false);
        }

        Options withoutGuard(Guards guard) {
            return new Options(seed, steps, Guards.allBut(guard), lateCommits, traced);
        }

        Options withTrace() {
            return new Options(seed, steps, guards, lateCommits, true);
        }

        Options withLateCommits() {
            return new Options(seed, steps, guards, true, traced);
        }
    }

    /** What was looked at; and a number that is the same for each run of the same seed. */
    record Summary(long commits, long promises, long digest) {}

    /** A violation, and how it came to it. */
    static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1;

        Failure(Options options, Throwable cause, List<String> trace) {
            super(
                    "seed " + options.seed() + ": " + cause.getMessage() + System.lineSeparator()
                            + String.join(System.lineSeparator(), trace),
                    cause);
        }
    }

    private Simulation(Options options) {
        this.options = options;
        this.world = new World(options.seed(), options.traced());
        this.faults = new Faults(world.chance(), options.lateCommits());
        this.api = new SimulatedApi(world, options.guards(), faults);
        this.controllers = new Controllers(world, api);
        this.invariants = new Invariants(world, api, this::northbound);
        this.northbound = new SimulatedNorthbound(world, options.guards(), faults, invariants);
        this.driver = new Driver(world, api, controllers, northbound, faults, this);
        this.agent = newAgent();
    }

    private SimulatedNorthbound northbound() {
        return northbound;
    }

    private SimulatedAgent newAgent() {
        return new SimulatedAgent(
                world, api, northbound, options.guards(), SUBNETS, (pod, obstacle) -> told.add(pod.uid()));
    }

    private static Subnet subnet(String name, String cidr, List<String> excluded, String namespace) {
        var spec = new SubnetSpec(name, cidr, "", excluded, "", List.of(namespace), false, "", "");
        return ((SubnetSpec.Good) spec.read()).subnet();
    }

    /** Fails with a {@link World.Violation}, or with whatever the agent threw. */
    static Summary run(Options options) {
        var mistakes = ProgramMistakes.watch();
        var simulation = new Simulation(options);
        simulation.world.alwaysCheck(() -> mistakes.first().ifPresent(simulation.world::fail));
        try {
            simulation.run();
            return new Summary(
                    simulation.invariants.checkedCommits(),
                    simulation.invariants.checkedPromises(),
                    simulation.world.digest());
        } catch (World.Violation | RuntimeException violation) {
            throw new Failure(options, violation, simulation.world.trace());
        }
    }

    private void run() {
        northbound.foreignSwitch("s1");
        agent.start();
        for (int step = 0; step < options.steps(); step++) {
            driver.step();
            world.runFor(world.oneIn(10) ? world.between(0, 8_000_000) : world.between(0, 120_000));
        }
        faults.calmDown();
        world.tell(() -> "---- no more faults ----");
        world.runFor(UNTIL_SETTLED);
        check("after all has settled");
        agent.stopSweeping();
        freeSomeAddresses();
        world.runFor(WITHIN_A_SECOND);
        check("a second after addresses became free, without a sweep");
    }

    private void freeSomeAddresses() {
        world.tell(() -> "---- bare Pods and foreign ports go ----");
        api.pods().stream()
                .filter(pod -> pod.controller().isEmpty() && world.oneIn(2))
                .forEach(api::removePod);
        List.copyOf(northbound.ports()).stream()
                .filter(port -> port.ownership().isEmpty() && world.oneIn(2))
                .forEach(port -> northbound.foreignRemoval(port.row()));
    }

    private void check(String when) {
        var violations = new Settled(api, northbound, SUBNETS).violations(told);
        if (!violations.isEmpty()) {
            world.fail(when + ": " + violations.get(0));
        }
    }

    @Override
    public SimulatedAgent agent() {
        return agent;
    }

    @Override
    public void killAndRestartAfter(long micros) {
        agent.kill();
        agent = newAgent();
        var successor = agent;
        int mine = ++incarnation;
        world.after(micros, () -> {
            if (mine == incarnation) {
                successor.start();
            }
        });
    }
}
