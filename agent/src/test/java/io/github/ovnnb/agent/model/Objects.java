package io.github.ovnnb.agent.model;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What Kubernetes has: Pods, StatefulSets and virtual machines of one namespace. Each change is news for the agent, if one runs. */
final class Objects {
    static final String NAMESPACE = "a";
    private static final String MIGRATION = "kubevirt.io/migrationJobName";

    final Map<String, PodFacts> pods = new TreeMap<>();
    /** What each Pod asked for when it was made or last edited by its user, by uid. */
    final Map<String, Map<String, String>> requests = new HashMap<>();

    final Map<String, StatefulSet> sets = new TreeMap<>();
    final Map<String, Machine> machines = new TreeMap<>();
    private News news = News.TO_NOBODY;
    private long numbers = 100;

    record StatefulSet(StatefulSetFacts facts, Map<String, String> template) {}

    /** @param instance uid of the one that runs @param node empty while it is stopped @param target empty while it does not migrate */
    record Machine(String name, String uid, String instance, String node, String target, String migration) {
        VirtualMachineFacts facts() {
            var running = new Running(instance, node, migration.isEmpty() ? Set.of() : Set.of(migration));
            return new VirtualMachineFacts(uid, false, node.isEmpty() ? Optional.empty() : Optional.of(running));
        }
    }

    /** What an agent hears. */
    interface News {
        News TO_NOBODY = new News() {
            @Override
            public void pod(PodFacts now) {}

            @Override
            public void podGone(PodFacts last) {}

            @Override
            public void owner(String kind, String name) {}

            @Override
            public void ownerGone(String kind, String name, String uid) {}
        };

        void pod(PodFacts now);

        void podGone(PodFacts last);

        void owner(String kind, String name);

        void ownerGone(String kind, String name, String uid);
    }

    void tell(News now) {
        news = now;
    }

    List<PodFacts> podsOf(PortIdentity port) {
        return pods.values().stream()
                .filter(pod -> PortIdentity.ofPod(pod).equals(port))
                .toList();
    }

    OwnerFacts owner(Workload workload) {
        var name = workload.owner().orElse("");
        if (workload instanceof Workload.StatefulSetMember && sets.containsKey(name)) {
            return Optional.ofNullable(sets.get(name)).orElseThrow().facts();
        }
        if (workload instanceof Workload.VirtualMachine && machines.containsKey(name)) {
            return Optional.ofNullable(machines.get(name)).orElseThrow().facts();
        }
        return new OwnerFacts.NotSeen();
    }

    // ---- Pods ----------------------------------------------------------------------------------------------------

    private String next() {
        return Long.toString(++numbers);
    }

    void createPod(String name, Map<String, String> request) {
        createPod(name, request, Optional.empty(), "node-a");
    }

    private void createPod(String name, Map<String, String> request, Optional<OwnerReference> owner, String node) {
        if (!pods.containsKey(name)) {
            var pod = new PodFacts(
                    NAMESPACE, name, "pod-" + next(), next(), request, owner, Phase.RUNNING, false, false, node);
            requests.put(pod.uid(), request);
            put(pod);
        }
    }

    private void put(PodFacts pod) {
        pods.put(pod.name(), pod);
        news.pod(pod);
    }

    void deletePod(String name) {
        Optional.ofNullable(pods.remove(name)).ifPresent(news::podGone);
    }

    void finishPod(String name) {
        Optional.ofNullable(pods.get(name)).ifPresent(pod -> put(changed(pod, pod.annotations(), Phase.SUCCEEDED)));
    }

    /** A user's edit. */
    void annotate(String name, Map<String, String> request) {
        Optional.ofNullable(pods.get(name)).ifPresent(pod -> {
            requests.put(pod.uid(), request);
            annotate(pod, request);
        });
    }

    String annotate(PodFacts pod, Map<String, String> more) {
        var annotations = new HashMap<>(pod.annotations());
        annotations.putAll(more);
        var now = changed(pod, annotations, pod.phase());
        put(now);
        return now.resourceVersion();
    }

    private PodFacts changed(PodFacts pod, Map<String, String> annotations, Phase phase) {
        return new PodFacts(
                NAMESPACE,
                pod.name(),
                pod.uid(),
                next(),
                Map.copyOf(annotations),
                pod.controller(),
                phase,
                pod.deleting(),
                false,
                pod.nodeName());
    }

    // ---- StatefulSets --------------------------------------------------------------------------------------------

    /** Makes the set if it is not there; members beyond are gone at once, new ones are made by {@link #makeMembers}. */
    void scale(String name, int replicas, Map<String, String> templateIfNew) {
        var before = sets.get(name);
        var uid = before == null ? "set-" + next() : before.facts().uid();
        var facts = new StatefulSetFacts(uid, false, 1, replicas, Set.of(), next());
        sets.put(name, new StatefulSet(facts, before == null ? templateIfNew : before.template()));
        news.owner(Workload.StatefulSetMember.KIND, name);
        membersOf(name).stream().filter(pod -> ordinal(pod) > replicas).toList().forEach(pod -> deletePod(pod.name()));
    }

    void setTemplate(String name, Map<String, String> template) {
        sets.computeIfPresent(name, (same, set) -> new StatefulSet(set.facts(), template));
    }

    void makeMembers(String name) {
        Optional.ofNullable(sets.get(name)).ifPresent(set -> {
            var owner = new OwnerReference(
                    "apps/v1", "StatefulSet", name, set.facts().uid());
            for (int ordinal = 1; ordinal <= set.facts().replicas(); ordinal++) {
                createPod(name + "-" + ordinal, set.template(), Optional.of(owner), "node-a");
            }
        });
    }

    void deleteSet(String name) {
        Optional.ofNullable(sets.remove(name)).ifPresent(set -> {
            news.ownerGone(Workload.StatefulSetMember.KIND, name, set.facts().uid());
            membersOf(name).forEach(pod -> deletePod(pod.name()));
        });
    }

    List<PodFacts> membersOf(String set) {
        return pods.values().stream()
                .filter(pod -> pod.controller()
                        .filter(owner -> owner.name().equals(set))
                        .isPresent())
                .toList();
    }

    private static int ordinal(PodFacts member) {
        return Integer.parseInt(member.name().substring(member.name().lastIndexOf('-') + 1));
    }

    // ---- virtual machines ----------------------------------------------------------------------------------------

    void createMachine(String name) {
        if (!machines.containsKey(name)) {
            put(new Machine(name, "vm-" + next(), "", "", "", ""));
        }
    }

    private void put(Machine machine) {
        machines.put(machine.name(), machine);
        news.owner(Workload.VirtualMachine.KIND, machine.name());
    }

    void startMachine(String name) {
        Optional.ofNullable(machines.get(name))
                .filter(machine -> machine.node().isEmpty())
                .ifPresent(machine -> {
                    var started = new Machine(name, machine.uid(), "vmi-" + next(), "node-a", "", "");
                    put(started);
                    launch(started, "node-a", Map.of());
                });
    }

    private void launch(Machine machine, String node, Map<String, String> annotations) {
        var owner = new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", machine.name(), machine.instance());
        createPod("virt-launcher-" + machine.name() + "-" + node, annotations, Optional.of(owner), node);
    }

    void stopMachine(String name) {
        Optional.ofNullable(machines.get(name)).ifPresent(machine -> {
            put(new Machine(name, machine.uid(), "", "", "", ""));
            membersOf(name).forEach(pod -> deletePod(pod.name()));
        });
    }

    void deleteMachine(String name) {
        Optional.ofNullable(machines.remove(name)).ifPresent(machine -> {
            news.ownerGone(Workload.VirtualMachine.KIND, name, machine.uid());
            membersOf(name).forEach(pod -> deletePod(pod.name()));
        });
    }

    void migrate(String name) {
        Optional.ofNullable(machines.get(name))
                .filter(machine -> !machine.node().isEmpty() && machine.target().isEmpty())
                .ifPresent(machine -> {
                    var target = machine.node().equals("node-a") ? "node-b" : "node-a";
                    var migration = "migration-" + next();
                    put(new Machine(name, machine.uid(), machine.instance(), machine.node(), target, migration));
                    launch(machine, target, Map.of(MIGRATION, migration));
                });
    }

    void endMigration(String name, boolean good) {
        Optional.ofNullable(machines.get(name))
                .filter(machine -> !machine.target().isEmpty())
                .ifPresent(machine -> {
                    var left = good ? machine.node() : machine.target();
                    var right = good ? machine.target() : machine.node();
                    put(new Machine(name, machine.uid(), machine.instance(), right, "", ""));
                    finishPod("virt-launcher-" + name + "-" + left);
                    deletePod("virt-launcher-" + name + "-" + left);
                });
    }
}
