package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.Jurisdiction.Authority;
import io.github.ovnnb.agent.domain.KubeOvnRow;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerStanding;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Promise;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says what is known of one port: its Pods, its row, what its owners want, and how sure an absence is. Remembers between looks only what
 * makes old views and mere absences known for what they are.
 *
 * <p>Confined to the reconciler's thread.
 */
final class Lookout {
    private final Observer observer;
    private final Northbound northbound;
    private final OwnerIndex owners = new OwnerIndex();
    private final Evidence evidence = new Evidence();
    private final Sightings sightings = new Sightings();
    private final Absences absences = new Absences();
    /** At the last look something was absent and not yet proved to be gone. */
    private final Set<PortIdentity> unsure = new LinkedHashSet<>();

    /** Pods that waited already when our term began: an earlier writer may have served them, of which an old cache knows nothing. */
    private final Set<String> waitedBefore = new HashSet<>();

    private Jurisdiction jurisdiction;
    private long sweeps;

    Lookout(Observer observer, Northbound northbound, Jurisdiction jurisdiction) {
        this.observer = observer;
        this.northbound = northbound;
        this.jurisdiction = jurisdiction;
    }

    Collection<PortIdentity> portsOf(OwnerKey owner) {
        return owners.portsOf(owner);
    }

    /** Seen to be deleted, which is as sure as can be. */
    void podDeleted(PortIdentity port, String uid) {
        evidence.podDeleted(port, uid);
    }

    void ownerDeleted(String uid) {
        evidence.ownerDeleted(uid);
    }

    /** Keeps nothing of a port of which nothing is left; with each that came and went, memory would grow. */
    void tidy(PortIdentity port) {
        if (northbound.port(port).isEmpty() && observer.pods(port).isEmpty()) {
            nothingIsLeftOf(port);
        }
    }

    private void nothingIsLeftOf(PortIdentity port) {
        forgetAllButDeletions(port);
        evidence.nothingIsLeftOf(port);
    }

    private void forgetAllButDeletions(PortIdentity port) {
        owners.set(port, Set.of());
        sightings.forget(port);
        evidence.present(port);
        absences.present(port);
        unsure.remove(port);
    }

    void sweepBegins() {
        sweeps++;
        boolean current = observer.isCurrent();
        evidence.sweepBegins(current);
        if (!current) {
            absences.startOver();
        }
    }

    /** How many there have been. */
    long sweeps() {
        return sweeps;
    }

    /** From now on we write, and nobody has since we looked. */
    void termBegins() {
        startOver();
        waitedBefore.clear();
        for (var port : observer.ports()) {
            observer.pods(port).stream()
                    .filter(pod -> !pod.isAllocated(port.provider()))
                    .map(PodFacts::uid)
                    .forEach(waitedBefore::add);
        }
    }

    /** What was absent before may have come and gone unseen. */
    void startOver() {
        evidence.startOver();
        absences.startOver();
    }

    /** The API server knows better than our caches: what is absent from them may be there. */
    void isContradicted(PortIdentity port) {
        evidence.present(port);
        absences.present(port);
    }

    /** What the API server is to be asked before the plan is carried out. */
    Premises premises(Observation seen, Plan plan) {
        return Premises.of(plan, seen, uid -> evidence.isDeleted(seen.port(), uid));
    }

    /** Whether the observer shows all Pods from now on, and not just those of our node. */
    void seesAll(boolean all) {
        jurisdiction = jurisdiction.seeing(all);
        startOver();
    }

    /** Every port that is to be offered by a sweep. */
    List<PortIdentity> everyPort() {
        var all = new ArrayList<PortIdentity>();
        if (jurisdiction.seesAll()) {
            all.addAll(northbound.ports());
        }
        all.addAll(observer.ports());
        // Their Pods may have gone while we did nothing; a node agent hears of such a port from nobody else.
        all.addAll(evidence.portsOfDeletedPods());
        return all;
    }

    /** Those that a sweep for evidence only has to offer. */
    List<PortIdentity> unsurePorts() {
        return List.copyOf(unsure);
    }

    boolean mayConcernUs(PortIdentity port, List<PodFacts> pods) {
        return jurisdiction.mayConcern(pods, northbound.port(port), uid -> evidence.isDeleted(port, uid));
    }

    Optional<PodFacts> servedHere(Observation seen) {
        return jurisdiction.servedHere(seen);
    }

    /** Of the ports of other nodes nothing is kept but their addresses. */
    void forget(PortIdentity port) {
        forgetAllButDeletions(port);
        tidy(port);
    }

    List<AnnotationPatch> toldByUs(Observation seen, Plan.Bind bind) {
        return jurisdiction.toldByUs(bind, seen);
    }

    Observation observe(PortIdentity port, List<PodFacts> pods, SubnetCatalog catalog) {
        var row = northbound
                .port(port)
                .map(found ->
                        KubeOvnRow.recognise(found, port, workload -> observer.owner(port.namespace(), workload)));
        pods.forEach(pod -> sightings.saw(port, pod));
        if (pods.isEmpty() && row.isEmpty()) {
            nothingIsLeftOf(port);
        }
        var ofPod = pods.stream().findFirst().map(Workload::of);
        var ofRow = row.flatMap(PortFacts::ownership);
        var keys = new HashSet<OwnerKey>();
        ofPod.flatMap(workload -> OwnerKey.of(port.namespace(), workload)).ifPresent(keys::add);
        ofRow.flatMap(ownership -> OwnerKey.of(port.namespace(), ownership.workload()))
                .ifPresent(keys::add);
        owners.set(port, Set.copyOf(keys));

        var ownerOfPod = ofPod.map(workload -> observer.owner(port.namespace(), workload))
                .map(owner -> jurisdiction.asSeen(owner, row));
        var ownerOfRow = ofRow.map(ownership -> ownerOfRow(port, ownership, pods));
        return new Observation(
                port,
                pods,
                row,
                ownerOfPod.orElseGet(OwnerFacts.NotSeen::new),
                ownerOfRow.orElseGet(OwnerFacts.NotSeen::new),
                subnets(port, catalog),
                catalog);
    }

    /**
     * Whether the Pod that the row names, which is gone now, may live although we do not see it, or not what it was told: on another node, or
     * because a watch of ours has fallen silent.
     */
    boolean mayLiveUnseen(PortFacts last) {
        return last.identity()
                .filter(port -> Promise.to(observer.pods(port), port).isEmpty())
                .flatMap(port ->
                        last.ownership().flatMap(PortOwnership::podUid).filter(uid -> !evidence.isDeleted(port, uid)))
                .isPresent();
    }

    private List<Subnet> subnets(PortIdentity port, SubnetCatalog catalog) {
        return port.provider().isDefault()
                ? observer.subnets(port.namespace(), catalog)
                : catalog.ofProvider(port.provider());
    }

    private OwnerFacts ownerOfRow(PortIdentity port, PortOwnership ownership, List<PodFacts> pods) {
        var owner = observer.owner(port.namespace(), ownership.workload());
        boolean outdated = sightings.areNewerThan(owner, port, ownership.workload()) && !haveMadeAnyOf(pods, owner);
        // A stranger under the name says nothing about the owner.
        boolean inUse = pods.stream()
                .anyMatch(pod -> ownership.isUsedBy(pod) || ownership.workload().hasTheOwnerOf(Workload.of(pod)));
        boolean hearsay = !inUse && isHearsay(port, ownership, owner);
        boolean present = inUse || !(outdated || hearsay || owner instanceof OwnerFacts.NotSeen);
        if (present) {
            evidence.present(port);
            unsure.remove(port);
            return outdated ? new OwnerFacts.NotSeen() : owner;
        }
        var uid = ownership.workload().ownerUid().or(ownership::podUid).orElse("");
        if (!evidence.isGone(port, uid, observer.isCurrent())) {
            unsure.add(port);
            return new OwnerFacts.NotSeen();
        }
        return outdated || hearsay ? owner : new OwnerFacts.Gone(!observer.hasNamespace(port.namespace()));
    }

    /**
     * Another agent has written the row for a Pod that we have not seen, so what our cache says against it may be from before that Pod. Whoever
     * has seen the Pod can tell by its version; we only by time.
     */
    private boolean isHearsay(PortIdentity port, PortOwnership ownership, OwnerFacts owner) {
        var standing = OwnerStanding.of(ownership.workload(), owner);
        return jurisdiction.isShared()
                && standing != OwnerStanding.EXPECTS_IT_BACK
                && standing != OwnerStanding.UNKNOWN
                && !sightings.areOf(port, ownership.podUid());
    }

    /** A definition may be much older than the launchers that its instance makes; the instance says that it is the one. */
    private static boolean haveMadeAnyOf(List<PodFacts> pods, OwnerFacts owner) {
        return owner instanceof OwnerFacts.VirtualMachineFacts machine
                && pods.stream().anyMatch(machine::runsIn);
    }

    /** By what right the plan may be carried out; empty if by none of ours. */
    Optional<Authority> authority(Observation seen, Plan plan) {
        var port = seen.port();
        var user = seen.row().flatMap(PortFacts::ownership).flatMap(PortOwnership::podUid);
        if (seen.pods().stream().anyMatch(pod -> user.equals(Optional.of(pod.uid())))) {
            absences.present(port);
        }
        return jurisdiction
                .over(plan, seen, uid -> evidence.isDeleted(port, uid), uid -> isSurelyAbsent(port, uid))
                .map(authority -> servesOneThatWaitedBefore(plan, seen) ? authority.ifPodExists() : authority);
    }

    /** With a new row, or with a retained one, which may be as a backup has it and not as the Pod was told. */
    private boolean servesOneThatWaitedBefore(Plan plan, Observation seen) {
        return plan instanceof Plan.Bind bind && bind.change().isPresent() && mayHaveBeenServedUnseen(seen);
    }

    /** Whether its Pods may have been told, by an earlier writer, what our cache does not show. */
    boolean mayHaveBeenServedUnseen(Observation seen) {
        return seen.pods().stream().map(PodFacts::uid).anyMatch(waitedBefore::contains)
                && Promise.to(seen.pods(), seen.port()).isEmpty();
    }

    private boolean isSurelyAbsent(PortIdentity port, String uid) {
        boolean sure = observer.isCurrent() && absences.isSure(port, uid, sweeps);
        if (!sure) {
            unsure.add(port);
        }
        return sure;
    }
}
