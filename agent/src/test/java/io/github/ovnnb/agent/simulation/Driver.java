package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.Networks;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PoolSpec;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.RetentionPolicy;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users and operators: draws what happens next. */
final class Driver {
    private static final String IP = "ovn.kubernetes.io/ip_address";
    private static final String MAC = "ovn.kubernetes.io/mac_address";
    private static final String POOL = "ovn.kubernetes.io/ip_pool";

    private static final List<String> NAMESPACES = List.of("a", "b");
    private static final Provider NET1 = new Provider("net1.a.ovn");
    private static final String SQUAD = "crew";
    private static final List<String> SETS = List.of("web", "db", SQUAD);
    private static final List<String> BARE = List.of("p0", "p1", "p2", "p3", "web-1", "db-0", "crew-1");

    private static final List<Map<String, String>> POOLS_IN_A = List.of(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(POOL, "10.0.0.2,10.0.0.3,10.0.0.4"),
            Map.of(POOL, "10.0.0.4,10.0.0.5"),
            Map.of(POOL, "10.0.0.5"));
    private static final List<Map<String, String>> POOLS_IN_B = List.of(
            Map.of(),
            Map.of(),
            Map.of(POOL, "10.1.0.2,fd00::2;10.1.0.3,fd00::3;10.1.0.4,fd00::4"),
            Map.of(POOL, "10.1.0.4,10.1.0.5"));

    private static final List<Map<String, String>> REQUESTS_IN_A = List.of(
            Map.of(),
            Map.of(),
            Map.of(IP, "10.0.0.2"),
            Map.of(IP, "10.0.0.3"),
            Map.of(IP, "10.0.0.5", MAC, "00:00:00:53:6B:B6"),
            Map.of(MAC, "00:00:00:53:6B:B6"),
            Map.of(POOL, "east"),
            Map.of(POOL, "west"),
            Map.of(IP, "10.0.0.1"),
            Map.of(IP, "10.9.0.1"),
            Map.of(IP, "nonsense"));
    private static final List<Map<String, String>> REQUESTS_IN_B = List.of(
            Map.of(),
            Map.of(IP, "10.1.0.2,fd00::2"),
            Map.of(IP, "fd00::3"),
            Map.of(IP, "10.1.0.4"),
            Map.of(MAC, "00:00:00:53:6B:B6"),
            Map.of(MAC, "01:00:00:00:00:01"));

    private static final List<List<Pool>> NAMED_POOLS = List.of(
            List.of(),
            List.of(pool("east", "10.0.0.10..10.0.0.11")),
            List.of(pool("east", "10.0.0.10..10.0.0.12"), pool("west", "10.0.0.8..10.0.0.9")),
            List.of(pool("east", "10.0.0.11"), pool("west", "10.0.0.8..10.0.0.12")));
    private static final List<Map<String, String>> POLICIES = List.of(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(RetentionPolicy.WHEN_SCALED, "Retain"),
            Map.of(RetentionPolicy.WHEN_DELETED, "Retain"));

    private final World world;
    private final SimulatedApi api;
    private final Controllers controllers;
    private final SimulatedNorthbound northbound;
    private final Cluster cluster;
    private final MachineDriver machines;
    private final BadLuck badLuck;

    Driver(World world, Cluster cluster) {
        this.world = world;
        this.cluster = cluster;
        this.machines = new MachineDriver(world, cluster, this::end);
        this.badLuck = new BadLuck(world, cluster);
        this.api = cluster.api;
        this.controllers = cluster.controllers;
        this.northbound = cluster.northbound;
    }

    void step() {
        int draw = world.upTo(100);
        if (draw < 20) {
            setChanges();
        } else if (draw < 32) {
            memberChanges();
        } else if (draw < 51) {
            barePodChanges();
        } else if (draw < 59) {
            deploymentChanges();
        } else if (draw < 67) {
            foreignerWrites();
        } else if (draw < 69) {
            somebodyPatches();
        } else if (draw < 71) {
            interfacesChange();
        } else if (draw < 74) {
            addressesAreDividedAnew();
        } else if (draw < 86) {
            machines.step(world.oneOf(NAMESPACES), perhapsAttached(Map.of()));
        } else {
            badLuck.strike();
        }
    }

    private static List<Map<String, String>> poolsOf(String namespace) {
        return namespace.equals("a") ? POOLS_IN_A : POOLS_IN_B;
    }

    private static List<Map<String, String>> requestsIn(String namespace) {
        return namespace.equals("a") ? REQUESTS_IN_A : REQUESTS_IN_B;
    }

    // ---- StatefulSets --------------------------------------------------------------------------------------------

    private void setChanges() {
        var namespace = world.oneOf(NAMESPACES);
        var name = world.oneOf(SETS);
        var set = api.set(namespace, name).orElse(null);
        if (set == null) {
            create(namespace, name);
            return;
        }
        if (set.deleting()) {
            return;
        }
        int draw = world.upTo(10);
        if (draw < 5) {
            api.putSet(set.scaledTo(world.upTo(4)));
        } else if (draw < 7) {
            var template = world.oneIn(3) ? perhapsAttached(world.oneOf(poolsOf(namespace))) : set.template();
            api.putSet(set.withTemplate(template));
        } else if (draw == 7) {
            api.putSet(set.beingDeleted());
        } else if (draw == 8) {
            orphanMembers(set);
            api.removeSet(set);
        } else {
            api.removeSet(set);
            if (world.oneIn(2)) {
                world.after(world.between(0, 30_000), () -> create(namespace, name));
            }
        }
    }

    private void create(String namespace, String name) {
        if (api.set(namespace, name).isEmpty()) {
            api.putSet(new StatefulSetObject(
                    name.equals(SQUAD) ? StatefulSetObject.SQUAD : StatefulSetObject.STATEFUL_SET,
                    namespace,
                    name,
                    api.newUid(),
                    0,
                    false,
                    world.oneIn(4) ? 1 : 0,
                    1 + world.upTo(3),
                    perhapsAttached(world.oneOf(poolsOf(namespace))),
                    1,
                    world.oneIn(2),
                    world.oneOf(POLICIES)));
        }
    }

    /** {@code kubectl delete --cascade=orphan}. */
    private void orphanMembers(StatefulSetObject set) {
        if (world.oneIn(3)) {
            api.pods().stream()
                    .filter(pod -> pod.controller().map(OwnerReference::uid).equals(Optional.of(set.uid())))
                    .forEach(pod -> api.updatePod(pod, Pods::orphaned));
        }
    }

    private void memberChanges() {
        var members = api.pods().stream()
                .filter(pod -> pod.controller()
                        .filter(owner -> StatefulSetObject.isKind(owner.kind()))
                        .isPresent())
                .toList();
        if (!members.isEmpty()) {
            end(world.oneOf(members));
        }
    }

    private void end(PodFacts pod) {
        int draw = world.upTo(5);
        if (draw < 2) {
            api.removePod(pod);
        } else if (draw == 2) {
            api.updatePod(pod, now -> Pods.in(now, PodFacts.Phase.FAILED));
        } else {
            controllers.delete(pod);
        }
    }

    // ---- other Pods ----------------------------------------------------------------------------------------------

    private void barePodChanges() {
        var namespace = world.oneOf(NAMESPACES);
        var name = world.oneOf(BARE);
        var pod = api.pod(namespace, name);
        if (pod.isEmpty()) {
            createBare(namespace, name);
        } else if (isBareAndWaiting(pod.get()) && world.oneIn(2)) {
            var correction = world.oneOf(requestsIn(namespace));
            api.updatePod(pod.get(), now -> isBareAndWaiting(now) ? Pods.with(now, correction) : now);
        } else {
            end(pod.get());
            if (world.oneIn(2)) {
                world.after(world.between(0, 20_000), () -> createBare(namespace, name));
            }
        }
    }

    private void createBare(String namespace, String name) {
        api.createPod(namespace, name, perhapsAttached(world.oneOf(requestsIn(namespace))), Optional.empty());
    }

    private static boolean isBareAndWaiting(PodFacts pod) {
        return pod.controller().isEmpty() && !pod.isAllocated(Provider.DEFAULT);
    }

    private void deploymentChanges() {
        var existing = controllers.deployments();
        if (existing.size() < 2 || world.oneIn(4)) {
            var namespace = world.oneOf(NAMESPACES);
            var name = world.oneIn(2) ? "app" : "job";
            controllers.put(new Controllers.Deployment(
                    namespace,
                    name,
                    api.newUid(),
                    1 + world.upTo(3),
                    world.oneOf(poolsOf(namespace)),
                    name.equals("job")));
        } else {
            var chosen = world.oneOf(existing);
            if (world.oneIn(3)) {
                controllers.remove(chosen);
            } else {
                controllers.put(new Controllers.Deployment(
                        chosen.namespace(),
                        chosen.name(),
                        chosen.uid(),
                        world.upTo(4),
                        chosen.template(),
                        chosen.finishing()));
            }
        }
    }

    /** Another controller writes to a Pod for reasons of its own. */
    private void somebodyPatches() {
        var pods = List.copyOf(api.pods());
        if (!pods.isEmpty()) {
            world.inflicted(Harm.POD_PATCHED_BY_OTHERS);
            api.updatePod(
                    world.oneOf(pods), now -> Pods.with(now, Map.of("touched", Integer.toString(world.upTo(1000)))));
        }
    }

    // ---- further interfaces --------------------------------------------------------------------------------------

    /** One in five asks for one. */
    private Map<String, String> perhapsAttached(Map<String, String> annotations) {
        if (!world.oneIn(5)) {
            return annotations;
        }
        var more = new HashMap<>(annotations);
        more.put(Networks.ANNOTATION, "net1");
        return Map.copyOf(more);
    }

    /**
     * A machine's launchers are all alike. What a Pod has given up it does not ask for again: its annotations still say the old address, and
     * whether it gets that back is no promise.
     */
    private void interfacesChange() {
        var pods = api.pods().stream().filter(pod -> !KubeVirt.isLauncher(pod)).toList();
        if (pods.isEmpty()) {
            return;
        }
        var networks = world.oneOf(List.of("", "net1", "net1", "{"));
        api.updatePod(world.oneOf(pods), now -> {
            boolean gaveUp = now.networks().fault().isEmpty()
                    && now.networks().attachments().isEmpty()
                    && now.isAllocated(NET1);
            return gaveUp ? now : Pods.with(now, Map.of(Networks.ANNOTATION, networks));
        });
    }

    // ---- pools and reservations ----------------------------------------------------------------------------------

    private static Pool pool(String name, String ips) {
        return ((PoolSpec.Good) new PoolSpec(name, "s1", List.of(), List.of(ips)).read()).pool();
    }

    private void addressesAreDividedAnew() {
        var reserved = cluster.reservations();
        if (world.oneIn(2)) {
            cluster.poolsAre(world.oneOf(NAMED_POOLS));
        } else if (reserved.size() < 3 && world.oneIn(2)) {
            var ip = IpAddress.of("10.0.0." + world.between(2, 9));
            var pod = world.oneIn(2) ? Optional.<String>empty() : Optional.of(world.oneOf(BARE) + ".a");
            cluster.reserve(new ReservedIp("ip-" + ip, "s1", HeldAddresses.read(List.of(ip.toString())), pod));
        } else if (!reserved.isEmpty()) {
            cluster.unreserve(world.oneOf(reserved).name());
        }
    }

    // ---- foreigners ----------------------------------------------------------------------------------------------

    private void foreignerWrites() {
        var ports = List.copyOf(northbound.ports());
        var foreign = ports.stream().filter(port -> port.ownership().isEmpty()).toList();
        int draw = world.upTo(8);
        if (draw < 3 && foreign.size() < 3) {
            boolean first = world.oneIn(2);
            var name = world.oneIn(4) ? world.oneOf(BARE) + "." + (first ? "a" : "b") : "vm" + world.upTo(9);
            int last = 2 + world.upTo(12);
            northbound.foreignPort(
                    name,
                    first ? "s1" : "s2",
                    first
                            ? "00:00:00:53:6b:" + (world.oneIn(4) ? "b6" : "0" + world.upTo(9)) + " 10.0.0." + last
                            : "02:00:00:00:00:0" + world.upTo(9) + " 10.1.0." + last + " fd00::"
                                    + Integer.toHexString(last));
        } else if (draw < 6 && !foreign.isEmpty()) {
            northbound.foreignRemoval(world.oneOf(foreign).row());
        } else if (draw == 6 && !ports.isEmpty()) {
            northbound.foreignNote(world.oneOf(ports).row(), "n" + world.upTo(100));
        }
    }
}
