package io.github.ovnnb.it.chaos;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.OvsdbServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What must be right when all faults are healed and the workload rests: everybody is served, nothing lost, nothing left over. */
final class Settlement {

    /** @param port which it is about; empty text when it is about none */
    record Problem(String port, String what) {}

    /**
     * All that there is at rest.
     *
     * @param wanted ports that their owners want, with or without a Pod, by the uid of the owner
     * @param promised what members count on
     * @param warned by the uid of a Pod: what its user was told last of why it waits
     */
    record Rest(
            Collection<PodSighting> pods,
            DatabaseState state,
            Set<Claim> wanted,
            Map<Claim, Assignment> promised,
            Map<String, String> warned) {}

    private Settlement() {}

    static List<Problem> problems(Rest rest) {
        var problems = new ArrayList<Problem>();
        rest.pods().stream()
                .filter(pod -> pod.isLiving() && !pod.deleting())
                .forEach(pod -> unserved(pod, rest).ifPresent(problems::add));
        promisesBroken(rest, problems);
        leaks(rest, problems);
        return problems;
    }

    private static Optional<Problem> unserved(PodSighting pod, Rest rest) {
        if (pod.told().isEmpty()) {
            var owner = pod.claim()
                    .map(claim ->
                            " of owner " + claim.ownerUid() + (rest.wanted().contains(claim) ? "" : ", not wanted"))
                    .orElse("");
            var heard = rest.warned().getOrDefault(pod.uid(), "nothing");
            return Optional.of(new Problem(pod.port(), "not served: " + pod + owner + "; its user was told: " + heard));
        }
        var row = rest.state().port(pod.port());
        boolean agrees = row.filter(
                        port -> port.podUid().equals(pod.uid()) && pod.told().equals(Optional.of(port.assignment())))
                .isPresent();
        return agrees
                ? Optional.empty()
                : Optional.of(new Problem(
                        pod.port(),
                        pod + " disagrees with " + row.map(Port::toString).orElse("no row")));
    }

    private static void promisesBroken(Rest rest, List<Problem> problems) {
        rest.promised().forEach((claim, assignment) -> {
            var row = rest.state().port(claim.port());
            if (row.filter(port -> port.assignment().equals(assignment)).isEmpty()) {
                problems.add(new Problem(
                        claim.port(),
                        "promised " + assignment + ", and there is "
                                + row.map(Port::toString).orElse("no row")));
            }
        });
    }

    private static void leaks(Rest rest, List<Problem> problems) {
        var used = rest.pods().stream()
                .filter(PodSighting::isLiving)
                .map(PodSighting::uid)
                .collect(Collectors.toSet());
        rest.state().ports().stream()
                .filter(Port::isOurs)
                .filter(port -> !used.contains(port.podUid())
                        && !rest.wanted().contains(new Claim(port.ownerUid(), port.name())))
                .forEach(port -> problems.add(new Problem(port.name(), "left over: " + port)));
    }

    /** Looks at the world as it is now. */
    static List<Problem> look(World world, Clerk clerk) {
        var pods = world.client().pods().inNamespace(World.NAMESPACE).list().getItems().stream()
                .map(pod -> PodSighting.of(pod, false))
                .toList();
        var wanted = wanted(world);
        var promised = clerk.read(Ledger::firmPromises);
        var warned = warnings(world);
        var problems = new ArrayList<Problem>();
        for (var member : world.northbound().members()) {
            problems.addAll(problems(new Rest(pods, stateOf(member), wanted, promised, warned)));
        }
        world.agents().stream()
                .map(AgentProcess::process)
                .filter(process -> !process.isAlive())
                .forEach(process -> problems.add(new Problem("", "an agent has ended: see " + process.log())));
        return List.copyOf(new LinkedHashSet<>(problems));
    }

    private static Map<String, String> warnings(World world) {
        var last = new HashMap<String, String>();
        world.client().v1().events().inNamespace(World.NAMESPACE).list().getItems().stream()
                .filter(event -> "Warning".equals(event.getType()))
                .sorted(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .forEach(event -> last.put(
                        event.getInvolvedObject().getUid(), event.getLastTimestamp() + " " + event.getMessage()));
        return last;
    }

    private static DatabaseState stateOf(OvsdbServer member) {
        try (var connection = member.connect()) {
            return new DatabaseView().apply(connection.call("monitor", DatabaseView.MONITOR));
        }
    }

    private static Set<Claim> wanted(World world) {
        var wanted = new HashSet<Claim>();
        world.client().apps().statefulSets().inNamespace(World.NAMESPACE).list().getItems().stream()
                .filter(set -> set.getMetadata().getDeletionTimestamp() == null)
                .forEach(set -> wanted.addAll(membersOf(set)));
        world
                .client()
                .genericKubernetesResources(Specs.KUBEVIRT, "VirtualMachine")
                .inNamespace(World.NAMESPACE)
                .list()
                .getItems()
                .stream()
                .map(machine -> new Claim(
                        machine.getMetadata().getUid(), machine.getMetadata().getName() + "." + World.NAMESPACE))
                .forEach(wanted::add);
        return wanted;
    }

    private static Set<Claim> membersOf(StatefulSet set) {
        int start = set.getSpec().getOrdinals() == null
                ? 0
                : Optional.ofNullable(set.getSpec().getOrdinals().getStart()).orElse(0);
        Function<Integer, Claim> claim = ordinal -> new Claim(
                set.getMetadata().getUid(), set.getMetadata().getName() + "-" + ordinal + "." + World.NAMESPACE);
        return IntStream.range(start, start + set.getSpec().getReplicas())
                .boxed()
                .map(claim)
                .collect(Collectors.toSet());
    }
}
