package io.github.ovnnb.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.WakeKey;
import io.github.ovnnb.agent.domain.admission.AdmissionRule;
import io.github.ovnnb.agent.domain.admission.Applicant;
import io.github.ovnnb.agent.domain.admission.Holder;
import io.github.ovnnb.agent.domain.admission.Verdict;
import io.github.ovnnb.agent.kubernetes.ClusterKinds;
import io.github.ovnnb.agent.northbound.NorthboundConnection;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The agent's eyes and mind for what does not exist yet: judges by the same rules, subnets and rows as the agent that will have to find the
 * addresses. It never asks for the lock, so any number of them may run.
 */
public final class Admission implements AutoCloseable {
    private final NorthboundConnection northbound;
    private final Agent agent;
    private final AdmissionRule rule = new AdmissionRule(new World());
    private volatile boolean ready;

    public Admission(
            Agent.Settings settings, NorthboundConnection northbound, KubernetesClient kubernetes, ClusterKinds kinds) {
        this.northbound = northbound;
        this.agent = new Agent(settings, northbound, kubernetes, kinds);
    }

    /** Completes when everything is known; tries for as long as that takes. */
    public CompletionStage<Void> start() {
        return agent.follow().thenRun(() -> ready = true);
    }

    /** Whether everything is known by which to judge. */
    public boolean isReady() {
        return ready;
    }

    /** Before everything is known, nobody is refused. */
    public CompletionStage<Verdict> judge(Applicant applicant) {
        return !ready
                ? CompletableFuture.completedFuture(Verdict.FINE)
                : CompletableFuture.supplyAsync(() -> rule.judge(applicant), agent.thread());
    }

    @Override
    public void close() {
        agent.close();
    }

    /** On the reconciler's thread. */
    private final class World implements AdmissionRule.World {
        @Override
        public Plan plan(PortIdentity port, PodFacts pod, OwnerFacts owner) {
            var catalog = agent.reconciler().catalog();
            return agent.planner()
                    .plan(new Observation(
                            port,
                            List.of(pod),
                            Optional.empty(),
                            owner,
                            new OwnerFacts.NotSeen(),
                            agent.observer().subnets(port.namespace(), catalog),
                            catalog));
        }

        @Override
        public boolean hasSubnet(String namespace, Optional<String> named) {
            var catalog = agent.reconciler().catalog();
            return named.isPresent()
                    ? catalog.named(named.get()).isPresent()
                    : !agent.observer().subnets(namespace, catalog).isEmpty();
        }

        /** Without a connection the rows may have changed since: then nobody is refused for them. */
        @Override
        public Optional<Holder> holder(WakeKey key) {
            return agent.book()
                    .holder(key, "")
                    .filter(name -> northbound.status() instanceof ConnectionStatus.Synced)
                    .map(name -> {
                        var row = northbound.port(name);
                        var pods = row.flatMap(PortFacts::identity).map(agent.observer()::pods);
                        return new Holder(row, pods.orElse(List.of()));
                    });
        }
    }
}
