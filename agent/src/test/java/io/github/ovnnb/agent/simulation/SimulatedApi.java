package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.reconcile.Annotator;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API server: objects with uid and resourceVersion, and who watches them. */
final class SimulatedApi {
    private static final long LATEST_RECONNECT = 1_000_000;

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
    /** Until when nobody reaches it. */
    private long downUntil;

    private boolean wasPutBack;

    /** Sees every change at once. */
    interface Observer {
        default void podChanged(Optional<PodFacts> before, Optional<PodFacts> after) {}

        default void setChanged(Optional<StatefulSetObject> before, Optional<StatefulSetObject> after) {}

        /** An agent's patch is about to be applied. */
        default void patched(PodFacts pod, AnnotationPatch patch) {}

        /** All objects are as they were at an earlier time. */
        default void putBack(PutBack how) {}
    }

    /** What its storage holds at one moment. */
    record Backup(long savedAt, long version, List<Runnable> tables) {}

    /**
     * @param undone Pods as they were a moment ago, by uid
     * @param savedAt the time to which everything was put back
     */
    record PutBack(Map<String, PodFacts> undone, long savedAt) {
        /** Whether that Pod exists for the second time: it was gone, or about to go, when everything was put back. */
        boolean revived(PodFacts pod) {
            var before = undone.get(pod.uid());
            return before == null || before.deleting() || before.isFinished();
        }
    }

    SimulatedApi(World world, Set<Guards> guards, KubernetesFaults faults) {
        this.world = world;
        this.guards = guards;
        this.faults = faults;
        this.pods = new ApiTable<>("Pods", world, faults, () -> resourceVersion);
        this.sets = new ApiTable<>("StatefulSets", world, faults, () -> resourceVersion);
        this.squads = new ApiTable<>("Squads", world, faults, () -> resourceVersion);
        this.machines = new MachineApi(world, faults, () -> ++resourceVersion, () -> resourceVersion);
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

    /** Of its whole storage. */
    long version() {
        return resourceVersion;
    }

    private Stream<ApiTable<?>> tables() {
        return Stream.concat(Stream.of(pods, sets, squads), machines.tables());
    }

    /** What is watched. */
    List<String> kinds() {
        return tables().map(ApiTable::kind).toList();
    }

    // ---- what befalls it -----------------------------------------------------------------------------------------

    /** For agents, that is: the others have another server to turn to. It remembers no changes from before. */
    void restart(long downFor) {
        world.tell(() -> "API server: restarted");
        world.inflicted(Harm.API_SERVER_RESTARTED);
        beginAnew(downFor);
    }

    private void beginAnew(long downFor) {
        downUntil = world.now() + downFor;
        tables().forEach(ApiTable::forgetChanges);
        tables().forEach(table -> table.breakWatches(downFor, downFor + LATEST_RECONNECT));
    }

    boolean isDown() {
        return world.now() < downUntil;
    }

    Backup backUp() {
        return new Backup(
                world.now(), resourceVersion, tables().map(ApiTable::save).toList());
    }

    /**
     * As when etcd is put back from a snapshot and the servers are started again: versions run anew from there, what was deleted since exists again,
     * and what was made since never was. Uids are drawn, so those of what never was don't come again.
     *
     * <p>Containers of Pods that never were are not modelled. Their kubelets end them when they reach the server again; until two sweeps have shown
     * that nobody is there, their rows keep their addresses. Only where a Pod of the same name exists again they may go a moment earlier.
     */
    void putBack(Backup backup, long downFor) {
        world.tell(() -> "API server: storage put back from version " + resourceVersion + " to " + backup.version());
        world.inflicted(Harm.STORAGE_PUT_BACK);
        wasPutBack = true;
        var undone = pods.all().stream().collect(Collectors.toUnmodifiableMap(PodFacts::uid, pod -> pod));
        resourceVersion = backup.version();
        backup.tables().forEach(Runnable::run);
        beginAnew(downFor);
        observers.forEach(observer -> observer.putBack(new PutBack(undone, backup.savedAt())));
    }

    /** At any time. */
    boolean wasPutBack() {
        return wasPutBack;
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
            var told = arrive(patch, fault);
            world.after(faults.travel(), () -> answer.complete(told));
        });
        return answer;
    }

    private Annotator.Outcome arrive(AnnotationPatch patch, KubernetesFaults.PatchFault fault) {
        if (isDown()) {
            return new Annotator.Failed("connection refused");
        }
        switch (fault) {
            case NONE -> {
                return apply(patch);
            }
            case LOST_REQUEST -> {
                world.inflicted(Harm.PATCH_LOST);
                return new Annotator.Failed("connection reset");
            }
            case LOST_REPLY -> {
                world.inflicted(Harm.PATCH_REPLY_LOST);
                apply(patch);
                return new Annotator.Failed("timed out");
            }
            case CONFLICT -> {
                world.inflicted(Harm.PATCH_CONFLICT);
                pod(patch.namespace(), patch.pod())
                        .ifPresent(pod -> putPod(Pods.with(pod, Map.of("touched", "at the same moment"))));
                return new Annotator.Failed("the object has been modified");
            }
        }
        throw new IllegalStateException("answered above");
    }

    CompletionStage<PodLookup.Answer> ask(String namespace, String pod) {
        var answer = new CompletableFuture<PodLookup.Answer>();
        boolean lost = faults.nextPatch() != KubernetesFaults.PatchFault.NONE;
        world.after(faults.travel(), () -> {
            var said = lost || isDown() ? new PodLookup.Failed("connection reset") : lookUp(namespace, pod);
            world.after(faults.travel(), () -> answer.complete(said));
        });
        return answer;
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
