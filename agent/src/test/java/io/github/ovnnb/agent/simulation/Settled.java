package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.AddressRange;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.MacAddress;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import io.github.ovnnb.agent.northbound.SimulatedNorthbound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold when faults have stopped and time has passed. Reads annotations and rows by itself, not with the agent's eyes. */
final class Settled {
    /** A Pod younger than this may still be on its way. */
    private static final long YOUNG = 800_000;

    private final World world;
    private final SimulatedApi api;
    private final SimulatedNorthbound northbound;
    private final SubnetCatalog catalog;
    private final List<ReservedIp> reservations;

    Settled(
            World world,
            SimulatedApi api,
            SimulatedNorthbound northbound,
            SubnetCatalog catalog,
            List<ReservedIp> reservations) {
        this.reservations = reservations;
        this.world = world;
        this.api = api;
        this.northbound = northbound;
        this.catalog = catalog;
    }

    /**
     * @param told uids of the Pods whose users were told why they wait
     * @param swept whether there was a sweep: a new Pod that has an interface less than its predecessor does not name that one's port
     */
    List<String> violations(Set<String> told, boolean swept) {
        var found = unserved(told);
        northbound.ports().stream()
                .filter(port -> port.ownership().isPresent() && !isNeeded(port))
                .filter(port -> swept || isDefault(port))
                .forEach(port -> found.add("nobody needs " + port));
        northbound.ports().stream()
                .filter(port -> port.ownership()
                        .filter(ownership -> ownership.workload() instanceof VirtualMachine)
                        .isPresent())
                .forEach(port -> wronglyBound(port).ifPresent(found::add));
        return found;
    }

    private static boolean isDefault(PortFacts port) {
        return port.identity().orElseThrow().provider().isDefault();
    }

    private List<String> unserved(Set<String> told) {
        var found = new ArrayList<String>();
        var ports = northbound.ports();
        for (var pod : api.pods()) {
            if (pod.isFinished() || pod.deleting() || world.now() - api.bornAt(pod.uid()) < YOUNG) {
                continue;
            }
            for (var port : PortIdentity.allOfPod(pod)) {
                violation(pod, port, ports, told).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<String> violation(PodFacts pod, PortIdentity port, Collection<PortFacts> ports, Set<String> told) {
        var blocked = whyBlocked(pod, port, ports);
        if (pod.isAllocated(port.provider()) && !(blocked.isPresent() && isLost(pod, port, ports))) {
            return disagreement(pod, port, ports);
        }
        if (blocked.isEmpty()) {
            return Optional.of("could be served and is not: " + port + " of " + pod);
        }
        return told.contains(pod.uid())
                ? Optional.empty()
                : Optional.of("waits (" + blocked.get() + ") and nobody was told: " + port + " of " + pod);
    }

    /** A restore has taken its row; if it also brought back somebody who has its name or address, only a person can say who gives way. */
    private boolean isLost(PodFacts pod, PortIdentity port, Collection<PortFacts> ports) {
        return northbound.wasRestored()
                && named(port.portName(), ports)
                        .filter(row -> belongsTo(row, pod))
                        .isEmpty();
    }

    private static Optional<PortFacts> named(String name, Collection<PortFacts> ports) {
        return ports.stream().filter(port -> port.name().equals(name)).findFirst();
    }

    private static Optional<String> disagreement(PodFacts pod, PortIdentity identity, Collection<PortFacts> ports) {
        var port = named(identity.portName(), ports);
        var promised = text(pod, identity, "mac_address").orElse("") + " "
                + text(pod, identity, "ip_address").orElse("").replace(',', ' ');
        boolean agrees = port.filter(row -> row.addresses().equals(Set.of(promised))
                        && row.logicalSwitches()
                                .equals(Set.of(
                                        text(pod, identity, "logical_switch").orElse("")))
                        && row.ownership()
                                .filter(ownership -> ownership.isUsedBy(pod))
                                .isPresent())
                .isPresent();
        return agrees ? Optional.empty() : Optional.of("the annotations of " + pod + " disagree with " + port);
    }

    private boolean isNeeded(PortFacts port) {
        var ownership = port.ownership().orElseThrow();
        var identity = port.identity().orElseThrow();
        boolean used = api.pods().stream()
                .anyMatch(pod -> ownership.isUsedBy(pod) && !pod.isFinished() && pod.isAttachedTo(identity.provider()));
        // An annotation that can't be read takes nothing away.
        boolean unreadable = !identity.provider().isDefault()
                && api.pod(identity.namespace(), identity.instance())
                        .filter(pod -> pod.networks().fault().isPresent())
                        .isPresent();
        return used
                || unreadable
                || isRetained(port)
                || ownership.workload() instanceof VirtualMachine && isOfMachine(port)
                || (ownership.workload() instanceof StatefulSetMember member
                        && !isDetached(identity, member)
                        && api.set(identity.namespace(), member.name())
                                .filter(set -> member.ownerUid().equals(Optional.of(set.uid())))
                                .filter(set -> set.wants(member.ordinal()))
                                .isPresent());
    }

    private boolean isOfMachine(PortFacts port) {
        var identity = port.identity().orElseThrow();
        boolean awaited = api.pods().stream()
                .anyMatch(pod -> KubeVirt.isLauncher(pod)
                        && !pod.isFinished()
                        && PortIdentity.allOfPod(pod).contains(identity));
        if (awaited) {
            return true;
        }
        var machine = api.machines()
                .machines()
                .get(identity.podKey())
                .filter(now -> !now.deleting())
                .map(MachineObject::uid);
        return machine.isPresent()
                && machine.equals(port.ownership().orElseThrow().workload().ownerUid());
    }

    /** Nothing migrates any more. */
    private Optional<String> wronglyBound(PortFacts port) {
        var identity = port.identity().orElseThrow();
        var node = api.machines()
                .instances()
                .get(identity.podKey())
                .map(MachineObject.Instance::nodeName)
                .orElse("");
        var binding = port.binding();
        boolean waits = api.pods().stream()
                .anyMatch(pod -> KubeVirt.isLauncher(pod)
                        && !pod.isAllocated(identity.provider())
                        && PortIdentity.allOfPod(pod).contains(identity));
        boolean right = waits
                || binding.equals(ChassisBinding.ANYWHERE)
                || binding.requestedChassis().equals(node)
                        && binding.activation().isEmpty();
        return right ? Optional.empty() : Optional.of("bound wrongly, the machine is on \"" + node + "\": " + port);
    }

    /** The member lives, without that interface. */
    private boolean isDetached(PortIdentity port, StatefulSetMember member) {
        return api.pod(port.namespace(), port.instance())
                .filter(pod -> !pod.deleting() && !pod.isFinished() && !pod.isAttachedTo(port.provider()))
                .flatMap(PodFacts::controller)
                .filter(owner -> owner.name().equals(member.name()))
                .isPresent();
    }

    /** As the set's policy was when an agent last saw it: of a gone set, nothing but the row tells. */
    private boolean isRetained(PortFacts port) {
        var ownership = port.ownership().orElseThrow();
        var namespace = port.identity().orElseThrow().namespace();
        var set = ownership
                .workload()
                .owner()
                .flatMap(name -> api.set(namespace, name))
                .filter(now -> ownership.workload().ownerUid().equals(Optional.of(now.uid())));
        return set.isPresent() ? set.get().retainsScaled() : leavesToNamesakes(ownership);
    }

    private static boolean leavesToNamesakes(PortOwnership ownership) {
        return ownership.policy().whenDeleted() == Choice.RETAIN;
    }

    // ---- whether a Pod could be served ---------------------------------------------------------------------------

    private Optional<String> whyBlocked(PodFacts pod, PortIdentity port, Collection<PortFacts> ports) {
        var row = named(port.portName(), ports);
        if (row.isPresent() && !belongsTo(row.get(), pod)) {
            return Optional.of("the name is taken by " + row.get());
        }
        var subnet = (port.provider().isDefault()
                        ? catalog.forNamespace(pod.namespace(), Map.of())
                        : catalog.ofProvider(port.provider()))
                .get(0);
        var mac = text(pod, port, "mac_address");
        if (mac.isPresent()) {
            var read = MacAddress.parse(mac.get());
            if (read.isEmpty() || !read.get().isUnicast()) {
                return Optional.of("malformed MAC");
            }
            if (others(port, subnet, ports).stream()
                    .anyMatch(held -> held.macs().contains(read.get()))) {
                return Optional.of("MAC taken");
            }
        }
        var ips = text(pod, port, "ip_address");
        if (ips.isPresent()) {
            return whyNot(ips.get(), port, subnet, ports);
        }
        var pool = text(pod, port, "ip_pool");
        if (pool.isPresent() && pool.get().matches("[a-z]+")) {
            return whyExhausted(pool.get(), port, subnet, ports);
        }
        return pool.isPresent() ? whyNoneOf(pool.get(), pod, port, subnet, ports) : whyFull(port, subnet, row, ports);
    }

    private static boolean belongsTo(PortFacts row, PodFacts pod) {
        if (row.ownership().isEmpty()) {
            return false;
        }
        var ownership = row.ownership().get();
        return ownership.isUsedBy(pod)
                || ownership.workload() instanceof VirtualMachine && KubeVirt.isLauncher(pod)
                || (ownership.workload() instanceof StatefulSetMember member
                        && pod.controller()
                                .filter(owner -> member.ownerUid().equals(Optional.of(owner.uid()))
                                        || StatefulSetObject.isKind(owner.kind())
                                                && owner.name().equals(member.name())
                                                && leavesToNamesakes(ownership))
                                .isPresent());
    }

    private static Optional<String> text(PodFacts pod, PortIdentity port, String key) {
        return Optional.ofNullable(pod.annotations().get(port.provider().annotation(key)));
    }

    /** What ports of others have, and what is reserved for others, unless the Pod's own port has it already. */
    private List<HeldAddresses> others(PortIdentity port, Subnet subnet, Collection<PortFacts> ports) {
        var own = named(port.portName(), ports)
                .map(row -> HeldAddresses.read(row.addresses()))
                .orElse(HeldAddresses.NONE);
        var reserved = reservations.stream()
                .filter(one -> one.logicalSwitch().equals(subnet.name()))
                .filter(one -> one.forPort().filter(port.portName()::equals).isEmpty())
                .map(ReservedIp::held)
                .filter(held -> held.ips().stream().noneMatch(own.ips()::contains));
        var held = ports.stream()
                .filter(row -> row.logicalSwitches().contains(subnet.name()))
                .filter(row -> !row.name().equals(port.portName()))
                .map(row -> HeldAddresses.read(row.addresses()));
        return Stream.concat(held, reserved).toList();
    }

    private Optional<String> whyExhausted(String name, PortIdentity port, Subnet subnet, Collection<PortFacts> ports) {
        var pool = catalog.pools().named(name);
        if (pool.isEmpty()) {
            return Optional.of("there is no pool " + name);
        }
        var held = others(port, subnet, ports);
        boolean anyFree = pool.get().ranges().stream().anyMatch(range -> anyFree(range, subnet, held));
        return anyFree ? Optional.empty() : Optional.of("pool " + name + " is exhausted");
    }

    private static boolean anyFree(AddressRange range, Subnet subnet, List<HeldAddresses> held) {
        boolean anyFree = false;
        for (var ip = range.first(); range.contains(ip) && !anyFree; ip = ip.next()) {
            anyFree = isFree(ip, subnet, held);
        }
        return anyFree;
    }

    private Optional<String> whyNot(String ips, PortIdentity port, Subnet subnet, Collection<PortFacts> ports) {
        for (var text : ips.split(",", -1)) {
            var ip = IpAddress.parse(text);
            if (ip.isEmpty()) {
                return Optional.of("malformed IP");
            }
            var cidr = subnet.cidr(ip.get().family());
            if (cidr.isEmpty()
                    || !cidr.get().hosts().contains(ip.get())
                    || subnet.gateways().contains(ip.get())) {
                return Optional.of("not a host address of the subnet: " + text);
            }
            if (others(port, subnet, ports).stream().anyMatch(held -> held.ips().contains(ip.get()))) {
                return Optional.of("taken: " + text);
            }
        }
        return Optional.empty();
    }

    private Optional<String> whyNoneOf(
            String pool, PodFacts pod, PortIdentity port, Subnet subnet, Collection<PortFacts> ports) {
        var entries = Arrays.asList(pool.split(pool.contains(";") ? ";" : ","));
        var set = pod.controller()
                .filter(owner -> StatefulSetObject.isKind(owner.kind()))
                .flatMap(owner -> api.set(pod.namespace(), owner.name()));
        if (set.isPresent()) {
            int ordinal = Integer.parseInt(pod.name().substring(set.get().name().length() + 1));
            int index = ordinal - set.get().start();
            return index < 0 || index >= entries.size()
                    ? Optional.of("beyond the pool")
                    : whyNot(entries.get(index), port, subnet, ports);
        }
        boolean anyFree = entries.stream()
                .anyMatch(entry -> whyNot(entry, port, subnet, ports).isEmpty());
        return anyFree ? Optional.empty() : Optional.of("pool exhausted");
    }

    private Optional<String> whyFull(
            PortIdentity port, Subnet subnet, Optional<PortFacts> row, Collection<PortFacts> ports) {
        var held = others(port, subnet, ports);
        if (row.isPresent() && isItsAlone(row.get(), held)) {
            return Optional.empty();
        }
        boolean reserved = reservations.stream()
                .filter(one -> one.logicalSwitch().equals(subnet.name()))
                .filter(one -> one.forPort().filter(port.portName()::equals).isPresent())
                .anyMatch(one -> one.held().ips().stream().allMatch(ip -> isFree(ip, subnet, held)));
        if (reserved) {
            return Optional.empty();
        }
        for (var cidr : subnet.cidrs()) {
            boolean anyFree = false;
            var hosts = cidr.hosts();
            for (var ip = hosts.first(); hosts.contains(ip) && !anyFree; ip = ip.next()) {
                anyFree = isFree(ip, subnet, held) && !isPooled(ip, subnet);
            }
            if (!anyFree) {
                return Optional.of("the subnet has no free " + (cidr.family() == AddressFamily.IPV4 ? "IPv4" : "IPv6"));
            }
        }
        return Optional.empty();
    }

    /** A foreigner may have taken the address of a port that nobody used. */
    private static boolean isItsAlone(PortFacts row, List<HeldAddresses> others) {
        return HeldAddresses.read(row.addresses()).ips().stream()
                .noneMatch(ip -> others.stream().anyMatch(held -> held.ips().contains(ip)));
    }

    private boolean isPooled(IpAddress ip, Subnet subnet) {
        return catalog.pools().ofSubnet(subnet.name()).stream()
                .flatMap(pool -> pool.ranges().stream())
                .anyMatch(range -> range.contains(ip));
    }

    private static boolean isFree(IpAddress ip, Subnet subnet, List<HeldAddresses> held) {
        return !subnet.gateways().contains(ip)
                && subnet.excluded().stream().noneMatch(range -> range.contains(ip))
                && held.stream().noneMatch(other -> other.ips().contains(ip));
    }
}
