package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.northbound.DatabaseModel;
import io.github.ovnnb.agent.northbound.DatabaseModel.RowChange;
import io.github.ovnnb.agent.northbound.ModelRow;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after every commit and every patch. It looks at the true state of the database and of the API server, never at what an
 * agent thinks of them.
 */
final class Invariants implements SimulatedNorthbound.CommitListener, SimulatedApi.Observer, MachineApi.Observer {
    /** Longer than any change takes to come round to an agent that is connected, and any transaction to be carried out. */
    private static final long FOREIGN_ROW_IS_KNOWN_AFTER = 20_000_000;

    private static final int MACHINE = -1;
    private static final List<Provider> NETWORKS = List.of(new Provider("net1.a.ovn"));

    private final World world;
    private final SimulatedApi api;
    private final Supplier<SimulatedNorthbound> northbound;
    private final Map<UUID, Long> foreignSince = new HashMap<>();
    /** Since when a set has wanted a member with the present template, without a break. */
    private final Map<Member, Long> wantedSince = new HashMap<>();

    private final Map<Kept, Promise> promises = new HashMap<>();
    /** Uids of Pods that were seen without a further interface, after which that one's port is no promise to them. */
    private final Set<String> detached = new HashSet<>();
    /** When one of its Pods was last without a further interface. */
    private final Map<Member, Long> detachedAt = new HashMap<>();

    private final Set<String> foreignlyDisturbed = new HashSet<>();
    private final Map<ReservedIp, Long> reservedSince = new HashMap<>();
    /** By the uid of the Pod: what its annotations have promised it. */
    private final Map<String, Set<IpAddress>> promisedIps = new HashMap<>();

    /** @param ordinal {@link #MACHINE} for the one port of a virtual machine */
    private record Member(String setUid, int ordinal) {}

    /** One of the member's interfaces. */
    private record Kept(Member member, Provider provider) {}

    /** What a member has and may not lose. */
    private record Promise(String port, UUID row, Set<String> logicalSwitches, Set<String> addresses) {
        static Promise of(PortFacts port) {
            return new Promise(port.name(), port.row(), port.logicalSwitches(), port.addresses());
        }
    }

    private long checkedCommits;
    private long checkedPromises;

    Invariants(World world, SimulatedApi api, Supplier<SimulatedNorthbound> northbound) {
        this.world = world;
        this.api = api;
        this.northbound = northbound;
        api.observe(this);
        api.machines().observe(this);
    }

    private SimulatedNorthbound northbound() {
        return northbound.get();
    }

    long checkedCommits() {
        return checkedCommits;
    }

    long checkedPromises() {
        return checkedPromises;
    }

    void reservationsAre(Collection<ReservedIp> reservations) {
        reservedSince.keySet().retainAll(reservations);
        reservations.forEach(reserved -> reservedSince.putIfAbsent(reserved, world.now()));
    }

    /** Nor what somebody had reserved before for another port, or for nobody. */
    private void nothingIsReserved(PortFacts port, HeldAddresses had, HeldAddresses has) {
        reservedSince.forEach((reserved, since) -> {
            boolean known = world.now() - since >= FOREIGN_ROW_IS_KNOWN_AFTER;
            boolean others = reserved.forPort().filter(port.name()::equals).isEmpty();
            if (known && others && port.logicalSwitches().contains(reserved.logicalSwitch())) {
                reserved.held().ips().stream()
                        .filter(ip -> has.ips().contains(ip) && !had.ips().contains(ip))
                        .filter(ip -> !promisedTo(port).contains(ip))
                        .forEach(ip -> world.fail("given although " + reserved + ": " + port));
            }
        });
    }

    // ---- commits -------------------------------------------------------------------------------------------------

    @Override
    public void committed(boolean ours, List<RowChange> changes) {
        checkedCommits++;
        for (var change : changes) {
            if (change.table().equals(DatabaseModel.PORTS)) {
                if (ours) {
                    foreignThingsStay(change);
                    nothingIsTakenFromALivingPod(change);
                } else {
                    rememberForeign(change);
                }
                world.tell(() -> "Northbound: " + describe(change));
            }
        }
        var ports = northbound().ports();
        if (ours) {
            changes.stream()
                    .filter(change -> change.table().equals(DatabaseModel.PORTS))
                    .forEach(change -> change.after()
                            .map(columns -> northbound().facts(change.row(), columns))
                            .ifPresent(port -> addressesAreItsOwn(change, port, ports)));
        }
        promisesHold(ports, ours);
    }

    /**
     * What the backup has otherwise, or not at all, only a living Pod's annotations can still promise. Rows that are back count as a stranger's
     * for as long as a transaction may be under way that was planned before.
     */
    @Override
    public void restored() {
        foreignSince.clear();
        var byName = new HashMap<String, PortFacts>();
        northbound().ports().forEach(port -> {
            byName.put(port.name(), port);
            foreignSince.put(port.row(), world.now());
        });
        var before = Map.copyOf(promises);
        promises.clear();
        before.forEach((kept, promise) -> Optional.ofNullable(byName.get(promise.port()))
                .filter(port -> keptBy(port).equals(Optional.of(kept)))
                .filter(port -> port.addresses().equals(promise.addresses())
                        && port.logicalSwitches().equals(promise.logicalSwitches()))
                .ifPresent(port -> promises.put(kept, Promise.of(port))));
    }

    private String describe(RowChange change) {
        return change.after()
                .map(columns -> (change.before().isPresent() ? "changed " : "new ")
                        + northbound().facts(change.row(), columns))
                .orElseGet(
                        () -> "removed " + change.before().map(columns -> columns.text("name")) + " " + change.row());
    }

    private static boolean isOurs(ModelRow columns) {
        return "kube-ovn".equals(columns.map("external_ids").get("vendor"));
    }

    private void foreignThingsStay(RowChange change) {
        if (change.before().isEmpty()) {
            return;
        }
        var before = change.before().get();
        if (!isOurs(before)) {
            world.fail("a row that is not ours was changed: " + describe(change));
        }
        if (change.after().isPresent()) {
            var after = change.after().get();
            boolean sameNotes = foreignKeys(before).equals(foreignKeys(after));
            if (!sameNotes || !foreignOptions(before).equals(foreignOptions(after))) {
                world.fail("what others wrote on our row was changed: " + describe(change));
            }
        }
    }

    private static boolean isMachines(ModelRow columns) {
        return VirtualMachine.KIND.equals(columns.map("external_ids").get("ovnnb.io/kind"));
    }

    /** Where a virtual machine's port is bound is for us to say. */
    private static Map<String, String> foreignOptions(ModelRow columns) {
        var options = columns.map("options");
        if (isMachines(columns)) {
            options.keySet().removeAll(ChassisBinding.KEYS);
        }
        return options;
    }

    private void nothingIsTakenFromALivingPod(RowChange change) {
        var user = change.before().flatMap(columns -> Optional.ofNullable(userOf(columns)));
        // An agent whose cache does not show the Pod yet may note that the port is retained: it is the same Pod's when
        // it is seen.
        boolean keepsIt = change.after()
                .map(Invariants::userOf)
                .filter(now -> !now.equals(user.orElse(now)))
                .isEmpty();
        // Which of a machine's launchers is noted is no matter; its one row stays.
        boolean ofMachine = change.before().filter(Invariants::isMachines).isPresent();
        if (user.isEmpty() || (change.after().isPresent() && (keepsIt || ofMachine))) {
            return;
        }
        var owner = change.before()
                .get()
                .map("external_ids")
                .getOrDefault("pod", "")
                .split("/", 2);
        var provider = northbound()
                .facts(change.row(), change.before().get())
                .identity()
                .map(PortIdentity::provider)
                .orElse(Provider.DEFAULT);
        boolean lives = owner.length == 2
                && usersOf(owner[0], owner[1])
                        .filter(pod -> pod.uid().equals(user.get()) && !pod.deleting() && !pod.isFinished())
                        .filter(pod -> provider.isDefault() || !detached.contains(pod.uid()))
                        .findFirst()
                        .isPresent();
        if (lives) {
            world.fail("taken from a living Pod: " + describe(change));
        }
    }

    /** The Pod of that name; of a virtual machine the one that it runs in. */
    private Stream<PodFacts> usersOf(String namespace, String name) {
        var active = api.machines()
                .instances()
                .get(SimulatedApi.key(namespace, name))
                .map(MachineObject.Instance::active);
        var launchers = api.pods().stream()
                .filter(pod -> pod.namespace().equals(namespace))
                .filter(pod -> active.equals(Optional.of(pod.uid())));
        return Stream.concat(api.pod(namespace, name).stream(), launchers);
    }

    private static @Nullable String userOf(ModelRow columns) {
        return columns.map("external_ids").get("ovnnb.io/pod-uid");
    }

    private static Map<String, String> foreignKeys(ModelRow columns) {
        var ids = columns.map("external_ids");
        ids.keySet().removeAll(SimulatedNorthbound.ourKeys());
        return ids;
    }

    private void rememberForeign(RowChange change) {
        boolean wasOurs = change.before().filter(Invariants::isOurs).isPresent();
        if (wasOurs && change.after().isEmpty()) {
            promises.values().removeIf(promise -> promise.row().equals(change.row()));
        }
        if (change.after().isPresent() && !isOurs(change.after().get())) {
            foreignSince.put(change.row(), world.now());
            var held = HeldAddresses.read(
                    northbound().facts(change.row(), change.after().get()).addresses());
            held.ips().forEach(ip -> foreignlyDisturbed.add(ip.toString()));
            held.macs().forEach(mac -> foreignlyDisturbed.add(mac.toString()));
            forgetDisturbedPromises();
        }
    }

    /** What this commit gave to the port nobody else of ours has, and no foreigner had for longer than we need to hear of it. */
    private void addressesAreItsOwn(RowChange change, PortFacts port, Collection<PortFacts> all) {
        if (port.ownership().isEmpty()) {
            return;
        }
        var had = change.before()
                .map(columns -> HeldAddresses.read(
                        northbound().facts(change.row(), columns).addresses()))
                .orElse(HeldAddresses.NONE);
        var has = HeldAddresses.read(port.addresses());
        nothingIsReserved(port, had, has);
        for (var other : all) {
            if (other.row().equals(port.row()) || !shareASwitch(port, other)) {
                continue;
            }
            var others = HeldAddresses.read(other.addresses());
            // Restored ones of ours, too.
            boolean foreign = other.ownership().isEmpty() || foreignSince.containsKey(other.row());
            var common = new HashSet<Object>(has.ips());
            common.addAll(has.macs());
            common.removeIf(address -> address instanceof IpAddress
                    ? !others.ips().contains(address)
                    : !others.macs().contains(address));
            if (foreign) {
                common.removeAll(had.ips());
                common.removeAll(had.macs());
                long since = foreignSince.getOrDefault(other.row(), 0L);
                if (world.now() - since < FOREIGN_ROW_IS_KNOWN_AFTER) {
                    continue;
                }
            }
            if (!common.isEmpty()) {
                world.fail("given twice: " + common + " to " + port + " and " + other);
            }
        }
    }

    private Set<IpAddress> promisedTo(PortFacts port) {
        return port.ownership()
                .flatMap(ownership -> ownership.podUid())
                .flatMap(uid -> Optional.ofNullable(promisedIps.get(uid)))
                .orElse(Set.of());
    }

    private static boolean shareASwitch(PortFacts one, PortFacts other) {
        return one.logicalSwitches().stream().anyMatch(other.logicalSwitches()::contains);
    }

    private void promisesHold(Collection<PortFacts> ports, boolean ours) {
        var rows = new HashMap<UUID, PortFacts>();
        ports.forEach(port -> rows.put(port.row(), port));
        promises.forEach((kept, promise) -> {
            checkedPromises++;
            var port = rows.get(promise.row());
            if (port == null) {
                world.fail("the port of " + kept + " is gone, it was " + promise);
            } else if (!port.addresses().equals(promise.addresses())
                    || !port.logicalSwitches().equals(promise.logicalSwitches())) {
                world.fail("the port of " + kept + " was " + promise + " and is " + port);
            }
        });
        for (var port : ports) {
            keptBy(port).ifPresent(kept -> {
                var since = promisedSince(kept);
                var user = port.ownership().orElseThrow().podUid();
                if (since.isPresent()
                        && user.filter(uid -> api.bornAt(uid) >= since.get()).isPresent()
                        && !isDisturbed(port)) {
                    promises.putIfAbsent(kept, Promise.of(port));
                }
            });
        }
    }

    /** A Pod born since then and bound can rely on the port; empty if none can. */
    private Optional<Long> promisedSince(Kept kept) {
        var wanted = Optional.ofNullable(wantedSince.get(kept.member()));
        return kept.provider().isDefault()
                ? wanted
                : wanted.map(since -> Math.max(since, detachedAt.getOrDefault(kept.member(), -1L) + 1));
    }

    /** A foreigner took one of its addresses too; what happens then is no promise. */
    private boolean isDisturbed(PortFacts port) {
        var held = HeldAddresses.read(port.addresses());
        return held.ips().stream().anyMatch(ip -> foreignlyDisturbed.contains(ip.toString()))
                || held.macs().stream().anyMatch(mac -> foreignlyDisturbed.contains(mac.toString()));
    }

    private static Optional<Kept> keptBy(PortFacts port) {
        return port.ownership()
                .flatMap(ownership -> memberOf(ownership.workload()))
                .map(member -> new Kept(member, port.identity().orElseThrow().provider()));
    }

    private Optional<Member> memberOf(PodFacts pod) {
        return Workload.of(pod) instanceof VirtualMachine machine
                ? api.machines()
                        .machines()
                        .get(SimulatedApi.key(pod.namespace(), machine.name()))
                        .map(now -> new Member(now.uid(), MACHINE))
                : memberOf(Workload.of(pod));
    }

    private static Optional<Member> memberOf(Workload workload) {
        int ordinal = workload instanceof StatefulSetMember member ? member.ordinal() : MACHINE;
        return workload.ownerUid().map(uid -> new Member(uid, ordinal));
    }

    /** A foreigner's new row voids the promise of whoever has that address already. */
    private void forgetDisturbedPromises() {
        promises.values()
                .removeIf(promise -> promise.addresses().stream()
                        .flatMap(line -> List.of(line.split(" ")).stream())
                        .anyMatch(foreignlyDisturbed::contains));
    }

    // ---- Kubernetes ----------------------------------------------------------------------------------------------

    @Override
    public void podChanged(Optional<PodFacts> before, Optional<PodFacts> after) {
        after.ifPresent(pod -> {
            boolean lives = !pod.deleting() && !pod.isFinished();
            if (lives && NETWORKS.stream().anyMatch(network -> !pod.isAttachedTo(network))) {
                detached.add(pod.uid());
                memberOf(pod).ifPresent(member -> {
                    detachedAt.put(member, world.now());
                    promises.keySet()
                            .removeIf(kept -> kept.member().equals(member) && !pod.isAttachedTo(kept.provider()));
                });
            }
        });
    }

    @Override
    public void setChanged(Optional<StatefulSetObject> before, Optional<StatefulSetObject> after) {
        before.ifPresent(set -> {
            boolean sameSet = after.filter(now -> now.uid().equals(set.uid())).isPresent();
            boolean sameTemplate = sameSet && after.get().template().equals(set.template());
            wantedSince
                    .keySet()
                    .removeIf(member -> member.setUid().equals(set.uid())
                            && !(sameTemplate && after.get().wants(member.ordinal())));
            promises.keySet()
                    .removeIf(kept -> kept.member().setUid().equals(set.uid())
                            && !(sameTemplate
                                    && (after.get().wants(kept.member().ordinal())
                                            || after.get().retainsScaled())));
        });
        after.ifPresent(set -> {
            for (int ordinal = set.start(); ordinal < set.start() + set.replicas(); ordinal++) {
                if (set.wants(ordinal)) {
                    wantedSince.putIfAbsent(new Member(set.uid(), ordinal), world.now());
                }
            }
        });
    }

    @Override
    public void machineChanged(Optional<MachineObject> before, Optional<MachineObject> after) {
        before.filter(machine -> after.filter(now -> now.uid().equals(machine.uid()) && !now.deleting())
                        .isEmpty())
                .map(MachineObject::uid)
                .ifPresent(gone -> {
                    wantedSince.remove(new Member(gone, MACHINE));
                    promises.keySet().removeIf(kept -> kept.member().setUid().equals(gone));
                });
        after.filter(machine -> !machine.deleting())
                .ifPresent(machine -> wantedSince.putIfAbsent(new Member(machine.uid(), MACHINE), world.now()));
    }

    /** An annotation promises a row that exists. */
    @Override
    public void patched(PodFacts pod, AnnotationPatch patch) {
        if (pod.deleting() || pod.isFinished()) {
            return;
        }
        if (!pod.uid().equals(patch.uid())) {
            world.fail("a patch for " + patch.uid() + " hits its successor " + pod);
        }
        PortIdentity.allOfPod(pod).forEach(port -> addressStays(pod, patch, port.provider()));
    }

    private void addressStays(PodFacts pod, AnnotationPatch patch, Provider provider) {
        var key = provider.annotation("ip_address");
        var already = pod.annotations().get(key);
        var promised = patch.annotations().getOrDefault(key, already);
        if (promised != null) {
            Arrays.stream(promised.split(","))
                    .flatMap(text -> IpAddress.parse(text).stream())
                    .forEach(promisedIps.computeIfAbsent(pod.uid(), first -> new HashSet<>())::add);
        }
        // A stranger has taken the machine's address, too, and where it runs is not heard of everywhere: no promise.
        boolean disputed = KubeVirt.isLauncher(pod)
                && already != null
                && Stream.of(already.split(",")).anyMatch(foreignlyDisturbed::contains);
        boolean mayMove = disputed || !provider.isDefault() && detached.contains(pod.uid());
        if (pod.isAllocated(provider) && already != null && !already.equals(promised) && !mayMove) {
            world.fail("the address of a living Pod moves from " + already + " to " + promised + ": " + pod);
        }
    }
}
