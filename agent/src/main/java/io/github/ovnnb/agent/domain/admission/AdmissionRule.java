package io.github.ovnnb.agent.domain.admission;

import io.github.ovnnb.agent.domain.AddressRequest;
import io.github.ovnnb.agent.domain.AddressRequestReader;
import io.github.ovnnb.agent.domain.Annotations;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.domain.WakeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the Pods of an applicant in mind and lets the planner plan for them. What no waiting would put right is refused; what may pass by
 * itself is refused only where somebody stands there and can still choose: not to a workload that makes a Pod again.
 */
public final class AdmissionRule {
    /** Beyond that many members of a set their pool is not looked at. */
    private static final int MOST_MEMBERS = 256;

    private static final String SUFFIX = ".kubernetes.io/";

    /** Those that ask for something. */
    private static final Set<String> REQUESTS = Set.of(
            Annotations.IP_ADDRESS,
            Annotations.MAC_ADDRESS,
            Annotations.IP_POOL,
            Annotations.IP_FAMILY,
            Annotations.LOGICAL_SWITCH);

    private final World world;

    /** What is there already. */
    public interface World {
        /** What would be done about a Pod that nobody has heard of yet. */
        Plan plan(PortIdentity port, PodFacts pod, OwnerFacts owner);

        /** Whether there is a subnet for such a Pod at all, the one that it names or one of its namespace. */
        boolean hasSubnet(String namespace, Optional<String> named);

        /** Who has what the key names; empty if nobody has, or it can't be told now. */
        Optional<Holder> holder(WakeKey key);
    }

    public AdmissionRule(World world) {
        this.world = world;
    }

    public Verdict judge(Applicant applicant) {
        var warnings = new ArrayList<String>();
        misplaced(applicant).ifPresent(warnings::add);
        if (applicant.hostNetwork()) {
            return new Verdict(Optional.empty(), warnings);
        }
        for (var provider : providers(applicant.annotations())) {
            if (AddressRequestReader.read(provider, applicant.annotations())
                    instanceof AddressRequest.Malformed malformed) {
                return new Verdict(
                        Optional.of(new Obstacle(Obstacle.INVALID, malformed.message(), Set.of())), warnings);
            }
        }
        return asksForSomething(applicant) ? judge(applicant, warnings) : new Verdict(Optional.empty(), warnings);
    }

    private Verdict judge(Applicant applicant, List<String> warnings) {
        for (var plan : plans(applicant)) {
            if (!(plan instanceof Plan.Wait wait)) {
                continue;
            }
            var obstacle = wait.obstacle();
            if (mayPass(applicant, obstacle)) {
                warnings.add(obstacle.message());
                return new Verdict(Optional.empty(), warnings);
            }
            if (obstacle.wakesWhen().isEmpty() || isInTheWay(applicant, obstacle)) {
                return new Verdict(Optional.of(obstacle), warnings);
            }
        }
        return new Verdict(Optional.empty(), warnings);
    }

    /** Subnets and space come and go without the applicant's doing: Subnet and workload may even be applied together. */
    private boolean mayPass(Applicant applicant, Obstacle obstacle) {
        var named = Optional.ofNullable(
                        applicant.annotations().get(Provider.DEFAULT.annotation(Annotations.LOGICAL_SWITCH)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        boolean onlySpace = !obstacle.wakesWhen().isEmpty()
                && obstacle.wakesWhen().stream().allMatch(WakeKey.Space.class::isInstance);
        return onlySpace || !world.hasSubnet(applicant.namespace(), named);
    }

    /** Everything that would do is somebody else's, and he means to keep it. */
    private boolean isInTheWay(Applicant applicant, Obstacle obstacle) {
        if (applicant.isMadeByAWorkload()) {
            return false;
        }
        var holders = obstacle.wakesWhen().stream()
                .filter(key -> key instanceof WakeKey.FreeIp || key instanceof WakeKey.FreeMac)
                .map(world::holder)
                .toList();
        return !holders.isEmpty()
                && holders.stream()
                        .allMatch(holder -> holder.filter(found -> found.isInTheWayOf(applicant))
                                .isPresent());
    }

    // ---- the Pods that it would have -----------------------------------------------------------------------------

    private List<Plan> plans(Applicant applicant) {
        if (applicant.isPod()) {
            // The entry of its pool that a member is entitled to was looked at with its set.
            boolean inPool = applicant.annotations().containsKey(Provider.DEFAULT.annotation(Annotations.IP_POOL));
            return applicant.isMadeByAWorkload() && inPool
                    ? List.of()
                    : List.of(plan(applicant, applicant.name(), Optional.empty(), new OwnerFacts.NotSeen()));
        }
        if (applicant.members().isEmpty()) {
            var name = applicant.kind().equals("VirtualMachine") ? applicant.name() : applicant.name() + "-new";
            return List.of(plan(applicant, name, Optional.empty(), new OwnerFacts.NotSeen()));
        }
        var members = applicant.members().get();
        var set = new StatefulSetFacts(
                applicant.name(), false, members.start(), members.replicas(), members.reserved(), "");
        var owner = new OwnerReference(applicant.apiVersion(), applicant.kind(), applicant.name(), set.uid());
        var plans = new ArrayList<Plan>();
        for (int ordinal = members.start(), seen = 0;
                seen < Math.min(members.replicas(), MOST_MEMBERS) && ordinal < Integer.MAX_VALUE;
                ordinal++) {
            if (!members.reserved().contains(ordinal)) {
                plans.add(plan(applicant, applicant.name() + "-" + ordinal, Optional.of(owner), set));
                seen++;
            }
        }
        return plans;
    }

    private Plan plan(Applicant applicant, String name, Optional<OwnerReference> owner, OwnerFacts facts) {
        var pod = new PodFacts(
                applicant.namespace(),
                name,
                "",
                "",
                applicant.annotations(),
                owner,
                PodFacts.Phase.PENDING,
                false,
                false,
                "");
        return world.plan(PortIdentity.of(applicant.namespace(), name), pod, facts);
    }

    // ---- annotations ---------------------------------------------------------------------------------------------

    private static boolean asksForSomething(Applicant applicant) {
        return applicant.annotations().keySet().stream().anyMatch(key -> isRequest(key, Provider.DEFAULT));
    }

    private static boolean isRequest(String annotation, Provider provider) {
        return REQUESTS.stream().map(provider::annotation).anyMatch(annotation::equals);
    }

    /** Of the default network and of every attachment that something is asked for. */
    private static List<Provider> providers(Map<String, String> annotations) {
        var names = new TreeSet<String>();
        for (var key : annotations.keySet()) {
            int end = key.indexOf(SUFFIX);
            if (end > 0 && REQUESTS.contains(key.substring(end + SUFFIX.length()))) {
                names.add(key.substring(0, end));
            }
        }
        return names.stream()
                .filter(name -> name.equals(Provider.DEFAULT.name()) || name.endsWith("." + Provider.DEFAULT.name()))
                .map(Provider::new)
                .toList();
    }

    private static Optional<String> misplaced(Applicant applicant) {
        return applicant.outside().keySet().stream()
                .filter(key -> isRequest(key, Provider.DEFAULT))
                .filter(key -> !applicant.annotations().containsKey(key))
                .sorted()
                .findFirst()
                .map(key -> "annotation " + key + " stands on the " + applicant.kind()
                        + " itself, where no Pod inherits it; move it to the metadata.annotations of the Pod template");
    }
}
