package io.github.ovnnb.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Releasable;
import io.github.ovnnb.agent.domain.audit.Audit;
import io.github.ovnnb.agent.domain.audit.Finding;
import io.github.ovnnb.agent.domain.audit.Repair;
import io.github.ovnnb.agent.domain.explain.Blocker;
import io.github.ovnnb.agent.kubernetes.ClusterKinds;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import io.github.ovnnb.agent.reconcile.Annotator;
import io.github.ovnnb.agent.reconcile.Northbound;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
            Agent.Settings settings, NorthboundConnection northbound, KubernetesClient kubernetes, ClusterKinds kinds) {
        this.northbound = northbound;
        this.agent = new Agent(settings, northbound, kubernetes, kinds);
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
                .thenApplyAsync(
                        looks -> Audit.of(
                                northbound.ports(), looks, agent.reconciler().catalog()),
                        agent.thread());
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

    /** What would put these right: one repair a port, by what is known now. */
    public CompletionStage<List<Repair>> repairs(List<Finding> findings) {
        var ports = findings.stream()
                .flatMap(finding -> finding.repairable().stream())
                .distinct()
                .toList();
        return looks(ports)
                .thenApply(looks ->
                        looks.stream().flatMap(look -> Repair.of(look).stream()).toList());
    }

    /** The one transaction that the repairs of rows would be; empty if no row is to be changed. */
    public Optional<String> request(List<Repair> repairs) {
        var changes =
                repairs.stream().flatMap(repair -> repair.change().stream()).toList();
        return changes.isEmpty() ? Optional.empty() : Optional.of(northbound.requestFor(changes, UUID::randomUUID));
    }

    /** Completes when we hold the lock without which nobody writes; not while an agent runs. */
    public CompletionStage<Void> claim() {
        var held = new CompletableFuture<Void>();
        northbound.claim(
                ours -> {
                    if (ours) {
                        held.complete(null);
                    }
                },
                agent.thread());
        return held;
    }

    /**
     * Puts one port right, if it still has to be. Needs the lock. One at a time, because what one port gets is no longer free for the next.
     * Completes with what was done, or was not and why.
     */
    public CompletionStage<String> repair(PortIdentity port) {
        return looks(List.of(port))
                .thenCompose(looks ->
                        Repair.of(looks.get(0)).map(this::carryOut).orElseGet(() -> done(port + ": is right by now")));
    }

    private CompletionStage<String> carryOut(Repair repair) {
        return write(repair)
                .thenCompose(problem -> problem.map(Inspection::done)
                        .orElseGet(() -> annotate(repair.patches().iterator())
                                .thenApply(failure -> failure.orElse(repair.port() + ": done: " + repair.words()))));
    }

    private CompletionStage<Optional<String>> write(Repair repair) {
        if (repair.change().isEmpty()) {
            return done(Optional.empty());
        }
        return CompletableFuture.supplyAsync(
                        () -> agent.writer().commit(repair.change().get()), agent.thread())
                .thenCompose(outcome -> outcome)
                .thenApply(outcome -> {
                    // What the book knows of it is for the next port to reckon with.
                    agent.writer().port(repair.port()).ifPresent(agent.reconciler()::rowChanged);
                    return outcome instanceof Northbound.Committed
                            ? Optional.empty()
                            : Optional.of(repair.port() + ": not done: " + outcome);
                });
    }

    private CompletionStage<Optional<String>> annotate(Iterator<AnnotationPatch> patches) {
        if (!patches.hasNext()) {
            return done(Optional.empty());
        }
        var patch = patches.next();
        return agent.annotator()
                .annotate(patch)
                .thenCompose(outcome -> outcome instanceof Annotator.Failed failed
                        ? done(Optional.of(patch.namespace() + "/" + patch.pod() + ": not annotated: " + failed.why()))
                        : annotate(patches));
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** Asks whichever agent leads to give up the port. Completes with what is in the way, empty if it is asked. */
    public CompletionStage<Optional<String>> requestRelease(Look look) {
        return Releasable.whyNot(look)
                .map(reason -> done(Optional.of(reason)))
                .orElseGet(() -> northbound.requestRelease(
                        look.seen().row().orElseThrow().row()));
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
