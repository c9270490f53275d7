package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.reconcile.Annotator;
import io.github.ovnnb.agent.reconcile.Inquiry;
import io.github.ovnnb.agent.reconcile.PodLookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The API server: objects with uid and resourceVersion, and who watches them. */
final class SimulatedApi {
    private final World world;
    private final Set<Guards> guards;
    private final KubernetesFaults faults;
    private final ApiTable<PodFacts> pods;
    private final ApiTable<StatefulSetObject> sets;
    private final ApiTable<StatefulSetObject> squads;
    private final MachineApi machines;
    private final Map<String, Long> podBirths = new HashMap<>();
    private final List<Observer> observers = new ArrayList<>();
    private long resourceVersion = 1_000;
    private long uids;

    /** Sees every change at once. */
    interface Observer {
        default void podChanged(Optional<PodFacts> before, Optional<PodFacts> after) {}

        default void setChanged(Optional<StatefulSetObject> before, Optional<StatefulSetObject> after) {}

        /** An agent's patch is about to be applied. */
        default void patched(PodFacts pod, AnnotationPatch patch) {}
    }

    SimulatedApi(World world, Set<Guards> guards, KubernetesFaults faults) {
        this.world = world;
        this.guards = guards;
        this.faults = faults;
        this.pods = new ApiTable<>("Pods", world, faults);
        this.sets = new ApiTable<>("StatefulSets", world, faults);
        this.squads = new ApiTable<>("Squads", world, faults);
        this.machines = new MachineApi(world, faults, () -> ++resourceVersion);
    }

    void observe(Observer observer) {
        observers.add(observer);
    }

    static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    static String key(PodFacts pod) {
        return key(pod.namespace(), pod.name());
    }

    Optional<PodFacts> pod(String namespace, String name) {
        return pods.get(key(namespace, name));
    }

    Collection<PodFacts> pods() {
        return pods.all();
    }

    /** A StatefulSet, or a squad: no two are called the same. */
    Optional<StatefulSetObject> set(String namespace, String name) {
        return sets.get(key(namespace, name)).or(() -> squads.get(key(namespace, name)));
    }

    List<StatefulSetObject> sets() {
        return Stream.concat(sets.all().stream(), squads.all().stream()).toList();
    }

    private ApiTable<StatefulSetObject> tableOf(StatefulSetObject set) {
        return set.isSquad() ? squads : sets;
    }

    /** When a Pod of that uid was created, whether it still exists or not. */
    long bornAt(String podUid) {
        return podBirths.getOrDefault(podUid, 0L);
    }

    MachineApi machines() {
        return machines;
    }

    String newUid() {
        return "uid-" + ++uids;
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    /** False if the name is taken. */
    boolean createPod(String namespace, String name, Map<String, String> annotations, Optional<OwnerReference> owner) {
        if (pods.get(key(namespace, name)).isPresent()) {
            return false;
        }
        var pod = Pods.created(namespace, name, newUid(), annotations, owner);
        podBirths.put(pod.uid(), world.now());
        putPod(pod);
        return true;
    }

    void updatePod(PodFacts pod, UnaryOperator<PodFacts> change) {
        pods.get(key(pod)).filter(now -> now.uid().equals(pod.uid())).ifPresent(now -> putPod(change.apply(now)));
    }

    private void putPod(PodFacts pod) {
        var stored = Pods.at(pod, ++resourceVersion);
        var before = pods.get(key(stored));
        world.tell(() -> "api: Pod " + key(stored) + " " + stored.uid() + " rv " + stored.resourceVersion() + " "
                + (before.isEmpty() ? "created" : "updated") + " " + stored.phase()
                + (stored.deleting() ? " deleting " : " ") + new TreeMap<>(stored.annotations()));
        pods.put(key(stored), stored);
        observers.forEach(observer -> observer.podChanged(before, Optional.of(stored)));
    }

    /** At once, as with grace period 0. */
    void removePod(PodFacts pod) {
        var now = pods.get(key(pod)).filter(found -> found.uid().equals(pod.uid()));
        if (now.isEmpty()) {
            return;
        }
        resourceVersion++;
        world.tell(() -> "api: Pod " + key(pod) + " " + pod.uid() + " is gone");
        pods.remove(key(pod));
        observers.forEach(observer -> observer.podChanged(now, Optional.empty()));
    }

    void putSet(StatefulSetObject set) {
        var stored = set.at(++resourceVersion);
        world.tell(() -> "api: " + stored);
        var before = tableOf(set).put(set.key(), stored);
        observers.forEach(observer -> observer.setChanged(before, Optional.of(stored)));
    }

    void removeSet(StatefulSetObject set) {
        resourceVersion++;
        world.tell(() -> "api: " + set.kind() + " " + set.key() + " " + set.uid() + " is gone");
        var before = tableOf(set).remove(set.key());
        observers.forEach(observer -> observer.setChanged(before, Optional.empty()));
    }

    // ---- for agents ----------------------------------------------------------------------------------------------

    CompletionStage<Annotator.Outcome> patch(AnnotationPatch patch) {
        var answer = new CompletableFuture<Annotator.Outcome>();
        var fault = faults.nextPatch();
        world.after(faults.travel(), () -> {
            var outcome = fault == KubernetesFaults.PatchFault.LOST_REQUEST
                    ? new Annotator.Failed("connection reset")
                    : apply(patch);
            var told = fault == KubernetesFaults.PatchFault.LOST_REPLY ? new Annotator.Failed("timed out") : outcome;
            world.after(faults.travel(), () -> answer.complete(told));
        });
        return answer;
    }

    CompletionStage<PodLookup.Answer> ask(String namespace, String pod) {
        var answer = new CompletableFuture<PodLookup.Answer>();
        boolean lost = faults.nextPatch() != KubernetesFaults.PatchFault.NONE;
        world.after(faults.travel(), () -> {
            var said = lost ? new PodLookup.Failed("connection reset") : lookUp(namespace, pod);
            world.after(faults.travel(), () -> answer.complete(said));
        });
        return answer;
    }

    CompletionStage<Inquiry.Answer> inquire(PortIdentity port, Workload workload, Premises premises) {
        var answer = new CompletableFuture<Inquiry.Answer>();
        boolean lost = faults.nextPatch() != KubernetesFaults.PatchFault.NONE;
        world.after(faults.travel(), () -> {
            var said = lost ? new Inquiry.Failed("connection reset") : stored(port, workload, premises);
            world.after(faults.travel(), () -> answer.complete(said));
        });
        return answer;
    }

    private Inquiry.Answer stored(PortIdentity port, Workload workload, Premises premises) {
        var carrying = pods.all().stream()
                .filter(pod -> PortIdentity.ofPod(pod).podKey().equals(port.podKey()))
                .toList();
        return Inquiry.Stored.of(premises, () -> carrying, () -> owner(port.namespace(), workload));
    }

    private OwnerFacts owner(String namespace, Workload workload) {
        var key = key(namespace, workload.owner().orElse(""));
        if (workload instanceof Workload.StatefulSetMember member) {
            return (member.kind().equals(Workload.StatefulSetMember.KIND) ? sets : squads)
                    .get(key)
                    .map(OwnerSight::facts)
                    .orElseGet(OwnerFacts.Gone::new);
        }
        return machines.machines()
                .get(key)
                .map(machine -> OwnerSight.facts(machine, machines.instances().get(key), Set.of()))
                .orElseGet(OwnerFacts.Gone::new);
    }

    private PodLookup.Answer lookUp(String namespace, String pod) {
        return pod(namespace, pod).<PodLookup.Answer>map(PodLookup.Found::new).orElseGet(PodLookup.NotThere::new);
    }

    private Annotator.Outcome apply(AnnotationPatch patch) {
        var pod = pods.get(key(patch.namespace(), patch.pod())).orElse(null);
        if (pod == null || (guards.contains(Guards.PATCH_BY_UID) && !pod.uid().equals(patch.uid()))) {
            return new Annotator.PodGone();
        }
        observers.forEach(observer -> observer.patched(pod, patch));
        putPod(Pods.with(pod, patch.annotations()));
        return new Annotator.Done(Long.toString(resourceVersion));
    }

    /** @param node that they are bound to; empty: all */
    Informer<PodFacts> watchPods(SimulatedProcess process, Optional<String> node, Informer.Handler<PodFacts> handler) {
        return pods.watch(process, pod -> node.isEmpty() || node.get().equals(pod.nodeName()), handler);
    }

    Informer<StatefulSetObject> watchSets(SimulatedProcess process, Informer.Handler<StatefulSetObject> handler) {
        return sets.watch(process, set -> true, handler);
    }

    Informer<StatefulSetObject> watchSquads(SimulatedProcess process, Informer.Handler<StatefulSetObject> handler) {
        return squads.watch(process, set -> true, handler);
    }

    void forget(Informer<?> informer) {
        List.of(pods, sets, squads).forEach(table -> table.forget(informer));
        machines.forget(informer);
    }
}
