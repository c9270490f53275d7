package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.PortFate.Release;
import io.github.ovnnb.agent.domain.PortFate.Retain;
import io.github.ovnnb.agent.domain.Reservation.Held;
import io.github.ovnnb.agent.domain.Reservation.Impossible;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/** From the facts about one port to what is to be done about it. Pure: the same facts and the same book give the same plan. */
public final class PortPlanner {
    private final Allocator allocator;
    private final PortDefaults defaults;

    public PortPlanner(AddressBook book, PortDefaults defaults, RandomGenerator random) {
        this.allocator = new Allocator(book, random);
        this.defaults = defaults;
    }

    public Plan plan(Observation seen) {
        var pod = seen.servedPod();
        if (pod.isEmpty()) {
            return withoutPod(seen);
        }
        if (seen.row().isPresent() && seen.row().get().ownership().isEmpty()) {
            return new Plan.Wait(pod.get(), foreignRow(seen.port(), seen.row().get()));
        }
        if (seen.row().isPresent() && !passesOn(seen.row().get(), pod.get(), seen.port(), seen.ownerOfRow())) {
            return behindAnother(seen, pod.get());
        }
        return bind(seen, pod.get());
    }

    /** The port is somebody else's by the law. If he goes, it goes, and the Pod gets one of its own; if not, the Pod's user must know. */
    private static Plan behindAnother(Observation seen, PodFacts pod) {
        var plan = withoutPod(seen);
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
                        + owner + " gives it up",
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

    /** Nobody uses the port (or only one who may not inherit it): the law decides. */
    private static Plan withoutPod(Observation seen) {
        var row = seen.row().orElse(null);
        if (row == null || row.ownership().isEmpty()) {
            return new Plan.Nothing();
        }
        var ownership = row.ownership().get();
        var fate = RetentionRule.fateOf(ownership, standing(seen, ownership.workload()));
        if (fate instanceof Release release) {
            return new Plan.Drop(release, new PortChange.Remove(seen.port(), row));
        }
        return new Plan.Keep((Retain) fate, unbinding(seen.port(), row, ownership));
    }

    /** Nothing to write for a port that is marked as retained already, or that has no successor to be ready for. */
    private static Optional<PortChange> unbinding(PortIdentity port, PortFacts row, PortOwnership ownership) {
        boolean pinned =
                ownership.workload() instanceof VirtualMachine && !row.binding().equals(ChassisBinding.ANYWHERE);
        boolean successorMayCome = ownership.workload().owner().isPresent();
        return successorMayCome && (pinned || ownership.podUid().isPresent())
                ? Optional.of(new PortChange.Unbind(port, row, pinned))
                : Optional.empty();
    }

    /** A Pod without successor owns its port itself: while one of that name is there, the old one is surely gone. */
    private static OwnerStanding standing(Observation seen, Workload workload) {
        boolean podIsOwner = workload instanceof Workload.Standalone;
        return podIsOwner && !seen.pods().isEmpty()
                ? OwnerStanding.DELETED
                : OwnerStanding.of(workload, seen.ownerOfRow());
    }

    /** Whether this Pod may go on with that row. */
    private static boolean passesOn(PortFacts row, PodFacts pod, PortIdentity port, OwnerFacts ownerOfRow) {
        var ownership = row.ownership().orElseThrow();
        if (ownership.isUsedBy(pod) || ownership.isGuessed() && alreadyHas(pod, row, port)) {
            return true;
        }
        if (Workload.of(pod) instanceof StatefulSetMember member) {
            return ownership.workload() instanceof StatefulSetMember before && before.isContinuedBy(member);
        }
        if (Workload.of(pod) instanceof VirtualMachine) {
            // Whether it is still the same machine, and not one re-created under its name, is the law's question.
            return !(ownership.workload() instanceof VirtualMachine)
                    || OwnerStanding.of(ownership.workload(), ownerOfRow) != OwnerStanding.REPLACED;
        }
        return false;
    }

    /** A row of kube-ovn's does not say which Pod it was made for; a Pod that already has just these addresses does. */
    private static boolean alreadyHas(PodFacts pod, PortFacts row, PortIdentity port) {
        var said = pod.annotations().getOrDefault(port.provider().annotation(Annotations.IP_ADDRESS), "");
        return pod.isAllocated(port.provider())
                && row.placement()
                        .map(placement -> placement.addresses().ipSet())
                        .filter(HeldAddresses.read(List.of(said.replace(',', ' ')))
                                .ips()::equals)
                        .isPresent();
    }

    private Plan bind(Observation seen, PodFacts pod) {
        var settled = settledPlacement(seen, pod);
        if (settled.isPresent()) {
            return bound(seen, pod, settled.get());
        }
        var reading = AddressRequestReader.read(seen.port().provider(), pod.annotations());
        if (reading instanceof AddressRequest.Malformed malformed) {
            return new Plan.Wait(pod, Obstacle.invalid(malformed.message()));
        }
        var request = ((AddressRequest.Wellformed) reading).request();
        var workload = Workload.of(pod);
        boolean needsOrdinals =
                workload instanceof StatefulSetMember && request.pool().isPresent();
        if (needsOrdinals && memberIndex(seen, pod).isEmpty()
                || workload instanceof VirtualMachine && !(seen.ownerOfPod() instanceof VirtualMachineFacts)) {
            return new Plan.NotYet("the " + workload.kind() + " of Pod " + pod.namespace() + "/" + pod.name());
        }
        var had = seen.row().flatMap(PortFacts::placement);
        boolean inUse = seen.row()
                .flatMap(PortFacts::ownership)
                .filter(ownership -> ownership.isUsedBy(pod))
                .isPresent();
        var found = allocator.find(new Allocator.Question(
                seen.port(), request, memberIndex(seen, pod), had, inUse, seen.subnets(), seen.catalog()));
        return found instanceof Held held
                ? bound(seen, pod, held.placement())
                : new Plan.Wait(pod, ((Impossible) found).obstacle());
    }

    /** A Pod that has its addresses keeps them while it lives, whatever its annotations or the subnets become. */
    private static Optional<Placement> settledPlacement(Observation seen, PodFacts pod) {
        return seen.row()
                .filter(row -> row.ownership()
                        .filter(owner -> owner.isUsedBy(pod) || owner.isGuessed() && alreadyHas(pod, row, seen.port()))
                        .isPresent())
                .filter(row -> pod.isAllocated(seen.port().provider()))
                .flatMap(PortFacts::placement);
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
        var ownership = new PortOwnership(workload(seen, pod), Optional.of(pod.uid()));
        var spec = new PortSpec(seen.port(), placement, portSecurity(seen.port(), pod), binding(seen), ownership);
        Optional<PortChange> change = seen.row().isEmpty()
                ? Optional.of(new PortChange.Create(spec))
                : seen.row().filter(row -> !spec.isMetBy(row)).map(row -> new PortChange.Update(row, spec));
        return new Plan.Bind(placement, change, patches(seen, placement));
    }

    /** A launcher Pod does not know the machine's uid; a later restart of ours must. */
    private static Workload workload(Observation seen, PodFacts pod) {
        return Workload.of(pod) instanceof VirtualMachine machine
                        && seen.ownerOfPod() instanceof VirtualMachineFacts facts
                ? new VirtualMachine(machine.name(), Optional.of(facts.uid()))
                : Workload.of(pod);
    }

    /** Only virtual machines migrate; where other ports are bound is not for us to say. */
    private static Optional<ChassisBinding> binding(Observation seen) {
        return seen.ownerOfPod() instanceof VirtualMachineFacts machine
                ? Optional.of(LiveMigrationRule.bindingOf(
                        machine, seen.pods(), seen.row().map(PortFacts::binding).orElse(ChassisBinding.ANYWHERE)))
                : Optional.empty();
    }

    private boolean portSecurity(PortIdentity port, PodFacts pod) {
        var said = pod.annotations().get(port.provider().annotation(Annotations.PORT_SECURITY));
        return said == null ? defaults.portSecurity() : said.strip().equalsIgnoreCase("true");
    }

    /**
     * For every Pod that uses the port: during a live migration there are two. Nothing for a Pod whose annotations already say it; nothing
     * if the subnet is gone, for then half of it is unknown.
     */
    private static List<AnnotationPatch> patches(Observation seen, Placement placement) {
        var provider = seen.port().provider();
        var subnet = seen.catalog().named(placement.logicalSwitch());
        if (subnet.isEmpty()) {
            return List.of();
        }
        return seen.pods().stream()
                .filter(pod -> pod.needsPort(provider))
                .map(pod -> new AnnotationPatch(
                        pod.namespace(), pod.name(), pod.uid(), annotations(provider, subnet.get(), placement, pod)))
                .filter(patch -> !isSaid(patch, seen))
                .toList();
    }

    private static boolean isSaid(AnnotationPatch patch, Observation seen) {
        return seen.pods().stream()
                .filter(pod -> pod.uid().equals(patch.uid()))
                .allMatch(pod -> pod.annotations()
                        .entrySet()
                        .containsAll(patch.annotations().entrySet()));
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
