package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.Reservation.Held;
import io.github.ovnnb.agent.domain.Reservation.Impossible;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/** From the facts about one port to what is to be done about it. Pure: the same facts and the same book give the same plan. */
public final class PortPlanner {
    private final AddressBook book;
    private final Allocator allocator;
    private final PortDefaults defaults;
    private final AbandonedPort abandoned;

    public PortPlanner(AddressBook book, PortDefaults defaults, RandomGenerator random) {
        this.book = book;
        this.allocator = new Allocator(book, random);
        this.defaults = defaults;
        this.abandoned = new AbandonedPort(defaults.retention());
    }

    public Plan plan(Observation seen) {
        if (isNoneOfOurs(seen)) {
            return new Plan.Nothing();
        }
        var pod = seen.servedPod();
        if (pod.isEmpty()) {
            return abandoned.plan(seen);
        }
        if (seen.row().isPresent() && seen.row().get().ownership().isEmpty()) {
            return new Plan.Wait(pod.get(), foreignRow(seen.port(), seen.row().get()));
        }
        if (seen.row().isPresent() && !Inheritance.isOf(pod.get(), seen.row().get(), seen)) {
            return behindAnother(seen, pod.get());
        }
        return bind(seen, pod.get());
    }

    /** Another network's: only its subnets tell that an attachment is OVN's, and ours. */
    private boolean isNoneOfOurs(Observation seen) {
        return seen.port().provider().isDefault()
                ? !defaults.primary()
                : seen.row().isEmpty() && seen.subnets().isEmpty();
    }

    /** The port is somebody else's by the law. If he goes, it goes, and the Pod gets one of its own; if not, the Pod's user must know. */
    private Plan behindAnother(Observation seen, PodFacts pod) {
        var plan = abandoned.plan(seen);
        boolean stays = plan instanceof Plan.Keep keep && keep.change().isEmpty();
        if (!stays) {
            return plan;
        }
        var holder = seen.row().orElseThrow().ownership().orElseThrow().workload();
        return holder.owner().isPresent()
                        && holder.owner().equals(Workload.of(pod).owner())
                ? new Plan.NotYet("that " + holder.kind() + " " + holder.owner().get() + " was re-created")
                : new Plan.Wait(pod, retainedRow(seen.port(), holder));
    }

    private static Obstacle retainedRow(PortIdentity port, Workload holder) {
        var owner = holder.owner().map(name -> holder.kind() + " " + name).orElse("an earlier Pod of that name");
        return new Obstacle(
                Obstacle.PORT_REFUSED,
                "port " + port + " is kept for " + owner + "; give this Pod another name, or it gets a port when "
                        + owner + " gives it up, or a person does: ovn-nb-agent release " + port.podKey(),
                Set.of());
    }

    private static Obstacle foreignRow(PortIdentity port, PortFacts row) {
        var owner = row.vendor().isEmpty() ? "somebody who left no vendor" : row.vendor();
        return new Obstacle(
                Obstacle.PORT_REFUSED,
                "the Northbound database already has a port named " + port + " that belongs to " + owner
                        + "; remove or rename that port",
                Set.of(new WakeKey.PortName(port.portName())));
    }

    private Plan bind(Observation seen, PodFacts pod) {
        var settled = Inheritance.settledPlacement(seen, pod);
        if (settled.isPresent()) {
            return bound(seen, pod, settled.get());
        }
        var reading = AddressRequestReader.read(seen.port().provider(), pod);
        if (reading instanceof AddressRequest.Malformed malformed) {
            return new Plan.Wait(pod, Obstacle.invalid(malformed.message()));
        }
        var request = ((AddressRequest.Wellformed) reading).request();
        var workload = Workload.of(pod);
        boolean needsOrdinals =
                workload instanceof StatefulSetMember && request.pool().isPresent();
        if (needsOrdinals && memberIndex(seen, pod).isEmpty()
                || workload instanceof VirtualMachine && seen.machineOf(pod).isEmpty()) {
            return new Plan.NotYet("the " + workload.kind() + " of Pod " + pod.namespace() + "/" + pod.name());
        }
        var had = seen.row().flatMap(PortFacts::placement);
        var name = seen.port().portName();
        if (had.filter(placement -> book.isUndecided(name, placement)).isPresent()) {
            // What is retained must not move for something that may never be.
            return new Plan.NotYet("who gets the addresses of port " + name, Set.of(new WakeKey.PortName(name)));
        }
        var found = allocator.find(new Allocator.Question(
                seen.port(), request, memberIndex(seen, pod), had, seen.subnets(), seen.catalog()));
        return found instanceof Held held
                ? bound(seen, pod, held.placement())
                : new Plan.Wait(pod, ((Impossible) found).obstacle());
    }

    /** Known only from the very set that made the Pod: one of another uid may have started to count elsewhere. */
    private static OptionalInt memberIndex(Observation seen, PodFacts pod) {
        return Workload.of(pod) instanceof StatefulSetMember member
                        && seen.ownerOfPod() instanceof StatefulSetFacts set
                        && member.ownerUid().equals(Optional.of(set.uid()))
                ? OptionalInt.of(set.indexOf(member.ordinal()))
                : OptionalInt.empty();
    }

    private Plan bound(Observation seen, PodFacts pod, Placement placement) {
        var ownership = ownership(seen, pod);
        var spec = new PortSpec(
                seen.port(), placement, options(seen.port(), pod), binding(seen), ownership, dhcp(seen, placement));
        Optional<PortChange> change = seen.row().isEmpty()
                ? Optional.of(new PortChange.Create(spec))
                : seen.row().filter(row -> !spec.isMetBy(row)).map(row -> new PortChange.Update(row, spec));
        return new Plan.Bind(placement, change, patches(seen, pod, placement));
    }

    private PortOwnership ownership(Observation seen, PodFacts pod) {
        var ownership = new PortOwnership(workload(seen, pod), Optional.of(userOf(seen, pod)));
        if (!(ownership.workload() instanceof StatefulSetMember)) {
            return ownership;
        }
        var before = seen.row()
                .flatMap(PortFacts::ownership)
                .map(PortOwnership::policy)
                .orElse(defaults.retention());
        return ownership.under(abandoned.policy(ownership.under(before), seen.ownerOfPod()));
    }

    /** During a migration one launcher has the machine's port: the one that had it, until the machine runs elsewhere. */
    private static String userOf(Observation seen, PodFacts pod) {
        var user = seen.row().flatMap(PortFacts::ownership).flatMap(PortOwnership::podUid);
        return user.filter(uid -> Workload.of(pod) instanceof VirtualMachine)
                .filter(uid -> seen.pods().stream()
                                .anyMatch(other -> other.uid().equals(uid)
                                        && other.needsPort(seen.port().provider()))
                        || seen.ownerOfPod() instanceof VirtualMachineFacts machine
                                && machine.runsElsewhere(pod.nodeName()))
                .orElse(pod.uid());
    }

    /** A launcher Pod does not know the machine's uid; a later restart of ours must, also when the machine is gone before its launcher. */
    private static Workload workload(Observation seen, PodFacts pod) {
        if (!(Workload.of(pod) instanceof VirtualMachine machine)) {
            return Workload.of(pod);
        }
        var uid = seen.machineOf(pod)
                .map(VirtualMachineFacts::uid)
                .or(() -> seen.row()
                        .flatMap(PortFacts::ownership)
                        .map(PortOwnership::workload)
                        .filter(VirtualMachine.class::isInstance)
                        .flatMap(Workload::ownerUid));
        return new VirtualMachine(machine.name(), uid);
    }

    /** Only virtual machines migrate; where other ports are bound is not for us to say. */
    private static Optional<ChassisBinding> binding(Observation seen) {
        return seen.ownerOfPod() instanceof VirtualMachineFacts machine
                ? Optional.of(LiveMigrationRule.bindingOf(
                        machine, seen.pods(), seen.row().map(PortFacts::binding).orElse(ChassisBinding.ANYWHERE)))
                : Optional.empty();
    }

    private PortOptions options(PortIdentity port, PodFacts pod) {
        return PortOptions.read(port.provider(), pod.annotations(), defaults.portSecurity())
                .options();
    }

    /** Of the families that the port has; unknown if the subnet is gone. */
    private static Optional<List<DhcpOptions>> dhcp(Observation seen, Placement placement) {
        return seen.catalog()
                .named(placement.logicalSwitch())
                .map(subnet -> subnet.dhcp().stream()
                        .filter(options ->
                                placement.addresses().ip(options.family()).isPresent())
                        .toList());
    }

    /**
     * For every Pod that uses the port: during a live migration there are two, of one instance. A launcher of another instance may be that of a
     * machine made anew under the name, and the port go with the former one. Nothing for a Pod whose annotations already say it; nothing if the
     * subnet is gone, for then half of it is unknown.
     */
    private static List<AnnotationPatch> patches(Observation seen, PodFacts served, Placement placement) {
        var provider = seen.port().provider();
        var subnet = seen.catalog().named(placement.logicalSwitch());
        if (subnet.isEmpty()) {
            return List.of();
        }
        var patches = new ArrayList<AnnotationPatch>();
        for (var pod : seen.pods()) {
            if (pod.needsPort(provider) && pod.isMadeBySameAs(served)) {
                var wanted = annotations(provider, subnet.get(), placement, pod);
                if (!isSaid(wanted, pod)) {
                    patches.add(new AnnotationPatch(pod.namespace(), pod.name(), pod.uid(), wanted));
                }
            }
        }
        return patches;
    }

    private static boolean isSaid(Map<String, String> wanted, PodFacts pod) {
        for (var annotation : wanted.entrySet()) {
            if (!annotation.getValue().equals(pod.annotations().get(annotation.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> annotations(
            Provider provider, Subnet subnet, Placement placement, PodFacts pod) {
        var annotations = new LinkedHashMap<String, String>();
        annotations.put(
                provider.annotation(Annotations.IP_ADDRESS),
                placement.addresses().ipText());
        annotations.put(
                provider.annotation(Annotations.MAC_ADDRESS),
                placement.addresses().mac().toString());
        annotations.put(provider.annotation(Annotations.CIDR), subnet.cidrText());
        annotations.put(provider.annotation(Annotations.GATEWAY), subnet.gatewayText());
        annotations.put(provider.annotation(Annotations.LOGICAL_SWITCH), subnet.name());
        subnet.logicalRouter()
                .ifPresent(router -> annotations.put(provider.annotation(Annotations.LOGICAL_ROUTER), router));
        annotations.put(provider.annotation(Annotations.ALLOCATED), "true");
        if (!pod.nodeName().isEmpty()) {
            // kube-ovn's CNI daemon waits for it, and means by it that the node knows the way to the Pod.
            annotations.put(provider.annotation(Annotations.ROUTED), "true");
        }
        return annotations;
    }
}
