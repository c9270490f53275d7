package io.github.ovnnb.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.audit.Audit;
import io.github.ovnnb.agent.domain.audit.Finding;
import io.github.ovnnb.agent.domain.explain.Blocker;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The agent's eyes and mind without its hands, for commands that look: it reads the same world, and plans by the same rules, but acts only
 * when it is told to.
 */
public final class Inspection implements AutoCloseable {
    /** In this time what is under way comes to its end. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** As many as the reconciler wants to have seen an owner absent in. */
    private static final int SWEEPS_TO_BE_SURE = 2;

    private final NorthboundConnection northbound;
    private final Agent agent;

    public Inspection(
            Agent.Settings settings,
            NorthboundConnection northbound,
            KubernetesClient kubernetes,
            SubnetSource source) {
        this.northbound = northbound;
        this.agent = new Agent(settings, northbound, kubernetes, source);
    }

    /** Completes when everything is known; tries for as long as that takes. */
    public CompletionStage<Void> start() {
        return agent.follow();
    }

    /** Everything that is wrong, and still is after a moment: what a running agent is about to do is no fault. */
    public CompletionStage<List<Finding>> audit() {
        return findings().thenCompose(first -> later(() -> findings().thenApply(second -> inBoth(first, second))));
    }

    private static List<Finding> inBoth(List<Finding> first, List<Finding> second) {
        var before = first.stream()
                .map(finding -> finding.subject() + finding.problem())
                .collect(Collectors.toSet());
        return second.stream()
                .filter(finding -> before.contains(finding.subject() + finding.problem()))
                .toList();
    }

    private CompletionStage<List<Finding>> findings() {
        return ports().thenCompose(this::looks)
                .thenApplyAsync(looks -> Audit.of(northbound.ports(), looks), agent.thread());
    }

    /** Every port of ours, and every one that a Pod needs. */
    private CompletionStage<List<PortIdentity>> ports() {
        return CompletableFuture.supplyAsync(
                () -> {
                    var ports = new LinkedHashSet<>(agent.writer().ports());
                    ports.addAll(agent.observer().ports());
                    return List.copyOf(ports);
                },
                agent.thread());
    }

    /** The same for one instance by the name of its Pod, or of the virtual machine, however many interfaces it has. */
    private CompletionStage<List<PortIdentity>> ports(String namespace, String name) {
        return ports().thenApplyAsync(
                        ports -> ports.stream()
                                .filter(port -> port.namespace().equals(namespace))
                                .filter(port -> port.instance().equals(name) || hasPod(port, name))
                                .toList(),
                        agent.thread());
    }

    private boolean hasPod(PortIdentity port, String name) {
        return agent.observer().pods(port).stream().map(PodFacts::name).anyMatch(name::equals);
    }

    /** What is absent counts as gone: lists of every kind are complete, or we would not have begun. */
    private CompletionStage<List<Look>> looks(List<PortIdentity> ports) {
        return lookAtEach(ports).thenCompose(absencesNoted -> {
            for (int sweep = 0; sweep < SWEEPS_TO_BE_SURE; sweep++) {
                agent.reconciler().sweep();
            }
            return lookAtEach(ports);
        });
    }

    private CompletionStage<List<Look>> lookAtEach(List<PortIdentity> ports) {
        var looks = ports.stream()
                .map(port -> agent.reconciler().look(port).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> looks.stream().map(CompletableFuture::join).toList());
    }

    /** A look at each port of that Pod or virtual machine; none if neither Kubernetes nor the database knows one. */
    public CompletionStage<List<Look>> look(String namespace, String name) {
        return ports(namespace, name).thenCompose(this::looks);
    }

    /** Looks at the ports of ours that have that address. */
    public CompletionStage<List<Look>> holders(Blocker blocker) {
        var ports = rows().stream()
                .filter(blocker::isHeldBy)
                .flatMap(row -> row.identity().stream())
                .toList();
        return looks(ports);
    }

    /** Every row there is, whoever made it. */
    public List<PortFacts> rows() {
        return northbound.ports();
    }

    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> action) {
        var later = new CompletableFuture<T>();
        var unused = agent.thread()
                .schedule(
                        () -> action.get().whenComplete((value, failure) -> {
                            if (failure == null) {
                                later.complete(value);
                            } else {
                                later.completeExceptionally(failure);
                            }
                        }),
                        BETWEEN_LOOKS.toMillis(),
                        TimeUnit.MILLISECONDS);
        return later;
    }

    @Override
    public void close() {
        agent.close();
    }
}
