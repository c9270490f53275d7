package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.NodeAddresses;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PoolCatalog;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.SubnetSpecBuilder;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import io.github.ovnnb.agent.reconcile.Announcer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An API server with its controllers, a Northbound, and one agent at a time; what must never happen is watched from the beginning. */
final class Cluster {
    /**
     * Namespace a has {@code s1} with 11 addresses to give out, namespace b the dual-stack {@code s2} with 13; the network that Pods of both
     * may ask for beside has 13 too.
     */
    private static final List<Subnet> SUBNETS = List.of(
            subnet("s1", "10.0.0.0/28", List.of("10.0.0.13..10.0.0.14"), "a"),
            subnet("s2", "10.1.0.0/28,fd00::/124", List.of(), "b"),
            subnet(SubnetSpec.of("s3", "10.2.0.0/28").provider("net1.a.ovn")));

    private static final int NODES = 3;

    final World world;
    final Faults faults;
    final SimulatedApi api;
    final Controllers controllers;
    final KubeVirt kubeVirt;
    final Nodes nodes = new Nodes(NODES);
    final SimulatedNorthbound northbound;
    final Invariants invariants;
    /** By the uid of the Pod: what its user was told last. */
    final Map<String, String> told = new HashMap<>();

    /** Of all Pods, in order. */
    final List<String> goodNews = new ArrayList<>();

    /** Named parts of the subnets, and what users have reserved, by the names of the resources. */
    private SubnetCatalog catalog = new SubnetCatalog(SUBNETS);

    private final Map<String, ReservedIp> reservations = new TreeMap<>();
    private final Set<Guards> guards;
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final int[] incarnations;
    private final Optional<SimulatedLease> lease;
    private final Mode mode;

    /** @param replicas of the agent; more than one elect a leader */
    static Cluster central(World world, Faults faults, Set<Guards> guards, int replicas) {
        return new Cluster(world, faults, guards, Mode.CENTRAL, replicas);
    }

    static Cluster withAgentsOnNodes(World world, Faults faults, Set<Guards> guards) {
        return new Cluster(world, faults, guards, Mode.NODE, NODES);
    }

    private Cluster(World world, Faults faults, Set<Guards> guards, Mode mode, int replicas) {
        this.mode = mode;
        this.world = world;
        this.faults = faults;
        this.guards = guards;
        this.api = new SimulatedApi(world, guards, faults);
        this.controllers = new Controllers(world, api, nodes);
        this.kubeVirt = new KubeVirt(world, api, controllers);
        this.invariants = new Invariants(world, api, this::theNorthbound, mode);
        this.northbound = new SimulatedNorthbound(world, guards, faults, invariants);
        this.lease =
                mode == Mode.CENTRAL && replicas > 1 ? Optional.of(new SimulatedLease(api::isDown)) : Optional.empty();
        this.incarnations = new int[replicas];
        for (int replica = 0; replica < replicas; replica++) {
            agents.add(newAgent(replica));
        }
        var mistakes = ProgramMistakes.watch();
        world.alwaysCheck(() -> mistakes.first().ifPresent(world::fail));
    }

    private SimulatedNorthbound theNorthbound() {
        return northbound;
    }

    private SimulatedAgent newAgent(int replica) {
        int mine = incarnations[replica];
        var agent = new SimulatedAgent(
                (mode == Mode.NODE ? "agent-of-node-" : "agent-") + replica + "." + incarnations[replica],
                world,
                api,
                northbound,
                guards,
                catalog,
                faults,
                mode == Mode.NODE ? Optional.of(nodes.all().get(replica)) : Optional.empty(),
                lease,
                new Ear(),
                () -> startOver(replica, mine));
        reservations.values().forEach(agent::reservationIs);
        return agent;
    }

    void poolsAre(List<Pool> pools) {
        world.tell(() -> "api: IPPools are " + pools);
        subnetsAre(new SubnetCatalog(SUBNETS, new PoolCatalog(pools), NodeAddresses.NONE));
    }

    void subnetsAre(SubnetCatalog now) {
        catalog = now;
        agents.forEach(agent -> agent.subnetsAre(catalog));
    }

    void reserve(ReservedIp reserved) {
        world.tell(() -> "api: " + reserved);
        reservations.put(reserved.name(), reserved);
        invariants.reservationsAre(reservations.values());
        agents.forEach(agent -> agent.reservationIs(reserved));
    }

    void unreserve(String name) {
        world.tell(() -> "api: IP " + name + " is gone");
        if (reservations.remove(name) != null) {
            invariants.reservationsAre(reservations.values());
            agents.forEach(agent -> agent.reservationIsGone(name));
        }
    }

    List<ReservedIp> reservations() {
        return List.copyOf(reservations.values());
    }

    /** Hears what the users of Pods are told. */
    private final class Ear implements Announcer {
        @Override
        public void warn(PodFacts pod, Obstacle obstacle) {
            var words = obstacle.reason() + ": " + obstacle.message();
            world.tell(() -> "event on " + pod.name() + ": " + words);
            told.put(pod.uid(), words);
        }

        @Override
        public void inform(PodFacts pod, News news) {
            world.tell(() -> "event on " + pod.name() + ": " + news);
            goodNews.add(pod.name() + " " + news.reason() + ": " + news.message());
        }
    }

    private static Subnet subnet(String name, String cidr, List<String> excluded, String namespace) {
        return subnet(SubnetSpec.of(name, cidr).excludeIps(excluded).namespaces(List.of(namespace)));
    }

    private static Subnet subnet(SubnetSpecBuilder spec) {
        return ((SubnetSpec.Good) spec.build().read()).subnet();
    }

    /** The only one, or one of them. */
    SimulatedAgent agent() {
        return agents.size() == 1 ? agents.get(0) : world.oneOf(agents);
    }

    /** If there is any. */
    SimulatedAgent oneThatServes() {
        return serving().orElseGet(this::agent);
    }

    /** The one that serves now. */
    SimulatedAgent leader() {
        return serving().orElseThrow();
    }

    private Optional<SimulatedAgent> serving() {
        return agents.stream().filter(SimulatedAgent::isServing).findFirst();
    }

    SimulatedAgent standby() {
        return agents.stream().filter(agent -> !agent.isServing()).findFirst().orElseThrow();
    }

    void start() {
        agents.forEach(SimulatedAgent::start);
    }

    void mendWatches() {
        agents.forEach(SimulatedAgent::mendWatches);
    }

    void stopSweeping() {
        agents.forEach(SimulatedAgent::stopSweeping);
    }

    /** As with {@code kill -9}; the next process starts after a while, unless that is killed before. */
    void killAndRestartAfter(long micros) {
        world.inflicted(Harm.AGENT_KILLED);
        int replica = agents.size() == 1 ? 0 : world.upTo(agents.size());
        restart(replica, micros);
    }

    private void restart(int replica, long micros) {
        agents.get(replica).kill();
        int mine = ++incarnations[replica];
        var successor = newAgent(replica);
        agents.set(replica, successor);
        world.after(micros, () -> {
            if (mine == incarnations[replica] && isOnLivingNode(replica)) {
                successor.start();
            }
        });
    }

    private void startOver(int replica, int incarnation) {
        if (incarnation == incarnations[replica]) {
            restart(replica, world.between(1_000, 300_000));
        }
    }

    /** The storage of the API server at one moment, and what of it the simulated server does not keep itself. */
    record ApiBackup(
            SimulatedApi.Backup tables,
            Runnable deployments,
            Optional<SimulatedLease.View> lease,
            SubnetCatalog catalog,
            Map<String, ReservedIp> reservations) {}

    ApiBackup backUpApi() {
        return new ApiBackup(
                api.backUp(), controllers.save(), lease.map(SimulatedLease::read), catalog, Map.copyOf(reservations));
    }

    void putApiBack(ApiBackup backup, long downFor) {
        agents.forEach(agent -> agent.storageIsPutBackTo(backup.tables().version()));
        backup.deployments().run();
        lease.ifPresent(object -> object.putBack(backup.lease().orElseThrow()));
        List.copyOf(reservations.keySet()).forEach(this::unreserve);
        backup.reservations().values().forEach(this::reserve);
        subnetsAre(backup.catalog());
        api.putBack(backup.tables(), downFor);
    }

    private boolean isOnLivingNode(int replica) {
        return mode == Mode.CENTRAL || nodes.isLiving(nodes.all().get(replica));
    }

    /** A machine is lost, with its agent and its Pods; it may come back. */
    void aNodeVanishes() {
        var living = nodes.living();
        if (living.size() == 1) {
            return;
        }
        var lost = world.oneOf(living);
        world.tell(() -> lost + " vanishes");
        world.inflicted(Harm.NODE_LOST);
        nodes.vanishes(lost);
        controllers.nodeVanished(lost);
        if (mode == Mode.NODE) {
            agents.get(nodes.all().indexOf(lost)).kill();
        }
        if (!world.oneIn(4)) {
            world.after(world.between(500_000, 20_000_000), () -> {
                world.tell(() -> lost + " is back");
                nodes.isBack(lost);
                controllers.nodeIsBack(lost);
                if (mode == Mode.NODE) {
                    restart(nodes.all().indexOf(lost), 0);
                }
            });
        }
    }

    /** What does not hold although nothing goes wrong any more and time has passed. */
    List<String> unsettled(boolean swept) {
        return new Settled(world, api, northbound, catalog, reservations()).violations(told.keySet(), swept);
    }
}
