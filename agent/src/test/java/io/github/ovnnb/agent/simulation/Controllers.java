package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Stickiness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The StatefulSet controller, one for Deployments, the garbage collector and the kubelet, each as far as Pods come and go by it. */
final class Controllers implements SimulatedApi.Observer {
    private static final String REVISION = "revision";

    private final World world;
    private final SimulatedApi api;
    private final Nodes nodes;
    private final GarbageCollector collector;
    private final Map<String, Deployment> deployments = new TreeMap<>();
    private boolean roundComing;
    private boolean retryComing;
    private boolean jobsFinish = true;
    private int suffixes;

    /** @param finishing its Pods run to completion, as a Job's do, and are not replaced */
    record Deployment(
            String namespace, String name, String uid, int replicas, Map<String, String> template, boolean finishing) {}

    Controllers(World world, SimulatedApi api, Nodes nodes) {
        this.nodes = nodes;
        this.world = world;
        this.api = api;
        this.collector = new GarbageCollector(world);
        api.observe(this);
    }

    void put(Deployment deployment) {
        deployments.put(SimulatedApi.key(deployment.namespace(), deployment.name()), deployment);
        roundSoon();
    }

    void remove(Deployment deployment) {
        deployments.remove(SimulatedApi.key(deployment.namespace(), deployment.name()));
        roundSoon();
    }

    List<Deployment> deployments() {
        return List.copyOf(deployments.values());
    }

    /** What puts the Deployments back to what they are now. */
    Runnable save() {
        var saved = Map.copyOf(deployments);
        return () -> {
            deployments.clear();
            deployments.putAll(saved);
        };
    }

    /** Controllers, scheduler and kubelets look at everything anew. */
    @Override
    public void putBack(SimulatedApi.PutBack how) {
        roundSoon();
        for (var pod : api.pods()) {
            if (pod.nodeName().isEmpty()) {
                schedule(Optional.empty(), pod);
                // One that was on its way out goes, though there is no kubelet that could say so.
                kubelet(Optional.empty(), pod);
            } else if (nodes.isLiving(pod.nodeName())) {
                kubelet(Optional.empty(), pod);
            } else {
                removeFromAfar(pod);
            }
        }
    }

    /** Asks for the end of a Pod; the kubelet obeys after a while. */
    void delete(PodFacts pod) {
        if (!pod.deleting()) {
            api.updatePod(pod, Pods::beingDeleted);
        }
    }

    // ---- what happens --------------------------------------------------------------------------------------------

    @Override
    public void podChanged(Optional<PodFacts> before, Optional<PodFacts> after) {
        roundSoon();
        after.ifPresent(pod -> {
            schedule(before, pod);
            kubelet(before, pod);
        });
    }

    @Override
    public void setChanged(Optional<StatefulSetObject> before, Optional<StatefulSetObject> after) {
        roundSoon();
    }

    private void schedule(Optional<PodFacts> before, PodFacts pod) {
        if (before.isEmpty()) {
            world.after(world.between(500, 30_000), () -> place(pod));
        }
    }

    /** The target of a migration not where its machine is; where there is no other node, nowhere. */
    private void place(PodFacts pod) {
        var taken = KubeVirt.machineOfTarget(pod)
                .flatMap(key -> api.machines().instances().get(key))
                .map(MachineObject.Instance::nodeName);
        var possible = nodes.living().stream()
                .filter(node -> taken.filter(node::equals).isEmpty())
                .toList();
        if (!possible.isEmpty()) {
            api.updatePod(pod, now -> now.deleting() ? now : Pods.on(now, world.oneOf(possible)));
        }
    }

    /** Its Pods stop without a word; after a while they are deleted from afar. */
    void nodeVanished(String node) {
        api.pods().stream().filter(pod -> pod.nodeName().equals(node)).forEach(this::removeFromAfar);
    }

    private void removeFromAfar(PodFacts pod) {
        world.after(world.between(200_000, 5_000_000), () -> {
            if (!nodes.isLiving(pod.nodeName())) {
                api.removePod(pod);
            }
        });
    }

    void nodeIsBack(String node) {
        api.pods().stream().filter(pod -> pod.nodeName().equals(node)).forEach(pod -> kubelet(Optional.empty(), pod));
    }

    private void ifNodeLives(PodFacts pod, Runnable action) {
        if (pod.nodeName().isEmpty() || nodes.isLiving(pod.nodeName())) {
            action.run();
        }
    }

    private void kubelet(Optional<PodFacts> before, PodFacts pod) {
        boolean newlyDeleted =
                pod.deleting() && before.filter(PodFacts::deleting).isEmpty();
        if (newlyDeleted) {
            world.after(world.between(1_000, 400_000), () -> ifNodeLives(pod, () -> api.removePod(pod)));
        } else if (pod.phase() == Phase.PENDING
                && hasItsAddresses(pod)
                && !pod.deleting()
                && !pod.nodeName().isEmpty()) {
            world.after(
                    world.between(1_000, 50_000), () -> ifNodeLives(pod, () -> api.updatePod(pod, now -> start(now))));
        }
    }

    private static boolean hasItsAddresses(PodFacts pod) {
        return PortIdentity.allOfPod(pod).stream().allMatch(port -> pod.isAllocated(port.provider()));
    }

    private PodFacts start(PodFacts pod) {
        if (pod.phase() != Phase.PENDING) {
            return pod;
        }
        boolean finishes =
                pod.controller().filter(owner -> owner.kind().equals("Job")).isPresent();
        if (finishes) {
            world.after(world.between(50_000, 2_000_000), () -> finish(pod));
        }
        return Pods.in(pod, Phase.RUNNING);
    }

    private void finish(PodFacts pod) {
        if (jobsFinish) {
            ifNodeLives(pod, () -> api.updatePod(pod, now -> Pods.in(now, Phase.SUCCEEDED)));
        }
    }

    /** So that no address becomes free by itself any more. */
    void nothingFinishesFromNowOn() {
        jobsFinish = false;
    }

    // ---- rounds --------------------------------------------------------------------------------------------------

    private void roundSoon() {
        if (!roundComing) {
            roundComing = true;
            world.after(world.between(500, 20_000), this::round);
        }
    }

    private void retryLater() {
        if (!retryComing) {
            retryComing = true;
            world.after(500_000, () -> {
                retryComing = false;
                roundSoon();
            });
        }
    }

    private void round() {
        roundComing = false;
        collectGarbage();
        var byOwner = new HashMap<String, List<PodFacts>>();
        for (var pod : api.pods()) {
            if (pod.controller().isPresent()) {
                byOwner.computeIfAbsent(pod.controller().get().uid(), none -> new ArrayList<>())
                        .add(pod);
            }
        }
        for (var set : api.sets()) {
            round(set, byOwner.getOrDefault(set.uid(), List.of()));
        }
        for (var deployment : deployments.values()) {
            round(deployment, byOwner.getOrDefault(deployment.uid(), List.of()));
        }
    }

    private void collectGarbage() {
        for (var pod : api.pods()) {
            var owner = pod.controller();
            if (owner.isPresent()
                    && !pod.deleting()
                    && !exists(pod.namespace(), owner.get())
                    && isCollected(pod, owner.get())) {
                delete(pod);
            }
        }
    }

    /** KubeVirt sees to it by itself that launchers go before their instance. */
    private boolean isCollected(PodFacts orphan, OwnerReference owner) {
        return owner.kind().equals(KubeVirt.INSTANCE) || collector.collects(orphan.uid(), this::roundSoon);
    }

    private boolean exists(String namespace, OwnerReference owner) {
        if (StatefulSetObject.isKind(owner.kind())) {
            return api.set(namespace, owner.name())
                    .filter(set -> set.uid().equals(owner.uid()))
                    .isPresent();
        }
        if (owner.kind().equals(KubeVirt.INSTANCE)) {
            return api.machines()
                    .instances()
                    .get(SimulatedApi.key(namespace, owner.name()))
                    .filter(instance -> instance.uid().equals(owner.uid()))
                    .isPresent();
        }
        var deployment = deployments.get(SimulatedApi.key(namespace, owner.name()));
        return deployment != null && deployment.uid().equals(owner.uid());
    }

    private void round(StatefulSetObject set, List<PodFacts> pods) {
        var members = members(set, pods);
        if (set.deleting()) {
            members.values().stream().filter(pod -> !pod.deleting()).forEach(this::delete);
            if (members.isEmpty()) {
                api.removeSet(set);
            }
            return;
        }
        for (var member : members.entrySet()) {
            if (!set.wants(member.getKey()) && !member.getValue().deleting()) {
                delete(member.getValue());
                if (!set.parallel()) {
                    return;
                }
            }
        }
        if (makeMissing(set, members)) {
            update(set, members);
        }
    }

    /** True when all are there and running. */
    private boolean makeMissing(StatefulSetObject set, Map<Integer, PodFacts> members) {
        boolean complete = true;
        for (int ordinal = set.start(); ordinal < set.start() + set.replicas(); ordinal++) {
            var pod = members.get(ordinal);
            if (pod == null) {
                var annotations = new HashMap<>(set.template());
                annotations.put(REVISION, Integer.toString(set.revision()));
                if (set.isSquad()) {
                    annotations.put(Stickiness.STICKY, "true");
                }
                boolean made = api.createPod(
                        set.namespace(), set.name() + "-" + ordinal, annotations, Optional.of(set.reference()));
                if (!made) {
                    // Somebody else's Pod has the name: that may pass.
                    retryLater();
                }
            } else if (pod.isFinished() && !pod.deleting()) {
                delete(pod);
            }
            boolean ready = pod != null && pod.phase() == Phase.RUNNING && !pod.deleting();
            complete &= ready;
            if (!ready && !set.parallel()) {
                return false;
            }
        }
        return complete;
    }

    private void update(StatefulSetObject set, Map<Integer, PodFacts> members) {
        var old = new ArrayList<PodFacts>();
        members.values().stream()
                .filter(pod -> !Integer.toString(set.revision())
                        .equals(pod.annotations().get(REVISION)))
                .forEach(old::add);
        if (!old.isEmpty()) {
            delete(old.get(0));
        }
    }

    /** Highest ordinal first. */
    private static Map<Integer, PodFacts> members(StatefulSetObject set, List<PodFacts> pods) {
        var members = new TreeMap<Integer, PodFacts>((one, other) -> other - one);
        for (var pod : pods) {
            members.put(Integer.parseInt(pod.name().substring(set.name().length() + 1)), pod);
        }
        return members;
    }

    private void round(Deployment deployment, List<PodFacts> pods) {
        var living = pods.stream()
                .filter(pod -> !pod.deleting() && (deployment.finishing() || !pod.isFinished()))
                .toList();
        for (int i = living.size(); i < deployment.replicas(); i++) {
            var kind = deployment.finishing() ? "Job" : "ReplicaSet";
            var owner = new OwnerReference(
                    deployment.finishing() ? "batch/v1" : "apps/v1", kind, deployment.name(), deployment.uid());
            api.createPod(
                    deployment.namespace(),
                    deployment.name() + "-x" + suffixes++,
                    deployment.template(),
                    Optional.of(owner));
        }
        for (int i = deployment.replicas(); i < living.size(); i++) {
            delete(living.get(i));
        }
    }
}
