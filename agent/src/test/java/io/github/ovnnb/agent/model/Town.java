package io.github.ovnnb.agent.model;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.SubnetUsage;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.reconcile.Annotator;
import io.github.ovnnb.agent.reconcile.Inquiry;
import io.github.ovnnb.agent.reconcile.Observer;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import io.github.ovnnb.agent.reconcile.PodLookup;
import io.github.ovnnb.agent.reconcile.Reconciler;
import io.github.ovnnb.agent.simulation.ProgramMistakes;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A cluster, a Northbound and the agent between them, or none while it is down. Nothing takes time. */
final class Town {
    static final String SWITCH = "s1";

    final Objects objects = new Objects();
    final Rows rows = new Rows();
    /** Why each Pod waits, by uid. */
    final Map<String, Obstacle> told = new HashMap<>();

    private final Random random;
    private final ProgramMistakes mistakes = ProgramMistakes.watch();
    private Subnet subnet = subnet("10.0.0.0/28,fd00::/124", List.of());
    private Optional<Agent> agent = Optional.empty();

    Town(long seed) {
        random = new Random(seed);
        startAgent();
    }

    static Subnet subnet(String cidr, List<String> excluded) {
        var spec =
                SubnetSpec.of(SWITCH, cidr).excludeIps(excluded).isDefault(true).build();
        return ((SubnetSpec.Good) spec.read()).subnet();
    }

    Subnet subnet() {
        return subnet;
    }

    void subnetIs(Subnet now) {
        subnet = now;
        agent.ifPresent(running -> running.reconciler.subnetsAre(catalog()));
    }

    private SubnetCatalog catalog() {
        return new SubnetCatalog(List.of(subnet));
    }

    boolean agentIsUp() {
        return agent.isPresent();
    }

    /** As with {@code kill -9}. */
    void killAgent() {
        objects.tell(Objects.News.TO_NOBODY);
        rows.tell(Rows.Listener.NOBODY);
        agent = Optional.empty();
    }

    void startAgent() {
        if (agent.isEmpty()) {
            told.clear();
            var fresh = new Agent();
            agent = Optional.of(fresh);
            fresh.start();
        }
    }

    /** Until nothing is left to do, sweeps included: what is merely absent counts as gone after two of them. */
    void settle() {
        agent.ifPresent(running -> {
            running.run();
            for (int sweep = 0; sweep < 3; sweep++) {
                running.reconciler.sweep();
                running.run();
            }
            mistakes.first().ifPresent(mistake -> {
                throw new AssertionError(mistake);
            });
        });
    }

    SubnetUsage usage() {
        return agent.orElseThrow().book.usage(subnet).orElseThrow();
    }

    private final class Agent implements Observer, PodLookup, Inquiry, Annotator, Objects.News, Rows.Listener {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final AddressBook book = new AddressBook();
        private final Reconciler reconciler = new Reconciler(
                new Reconciler.Seams(
                        this,
                        rows,
                        this,
                        this,
                        this,
                        (pod, obstacle) -> told.put(pod.uid(), obstacle),
                        (delay, action) -> {
                            throw new IllegalStateException("nothing fails here, so nothing is tried again");
                        },
                        tasks::add),
                new PortPlanner(book, new PortDefaults(false), random),
                book);

        void start() {
            objects.tell(this);
            rows.tell(this);
            reconciler.subnetsAre(catalog());
            rows.all().forEach(reconciler::rowChanged);
            reconciler.activate();
        }

        void run() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return objects.podsOf(port);
        }

        @Override
        public OwnerFacts owner(String namespace, Workload workload) {
            return objects.owner(workload);
        }

        @Override
        public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
            return catalog.forNamespace(namespace, Map.of());
        }

        @Override
        public Collection<PortIdentity> ports() {
            return objects.pods.values().stream().map(PortIdentity::ofPod).toList();
        }

        @Override
        public CompletionStage<PodLookup.Answer> ask(String namespace, String pod) {
            var there = Optional.ofNullable(objects.pods.get(pod));
            return CompletableFuture.completedFuture(
                    there.<PodLookup.Answer>map(Found::new).orElseGet(NotThere::new));
        }

        @Override
        public CompletionStage<Inquiry.Answer> ask(PortIdentity port, Workload workload, Premises premises) {
            var owner = objects.owner(workload);
            return CompletableFuture.completedFuture(Stored.of(
                    premises,
                    () -> objects.podsOf(port),
                    () -> owner instanceof OwnerFacts.NotSeen ? new OwnerFacts.Gone() : owner));
        }

        @Override
        public CompletionStage<Outcome> annotate(AnnotationPatch patch) {
            var pod = objects.pods.get(patch.pod());
            return CompletableFuture.completedFuture(
                    pod == null || !pod.uid().equals(patch.uid())
                            ? new PodGone()
                            : new Done(objects.annotate(pod, patch.annotations())));
        }

        @Override
        public void pod(PodFacts now) {
            reconciler.offer(PortIdentity.ofPod(now));
        }

        @Override
        public void podGone(PodFacts last) {
            reconciler.podDeleted(PortIdentity.ofPod(last), last.uid());
        }

        @Override
        public void owner(String kind, String name) {
            reconciler.ownerChanged(new OwnerKey(kind, Objects.NAMESPACE, name));
        }

        @Override
        public void ownerGone(String kind, String name, String uid) {
            reconciler.ownerDeleted(new OwnerKey(kind, Objects.NAMESPACE, name), uid);
        }

        @Override
        public void changed(PortFacts row) {
            reconciler.rowChanged(row);
        }

        @Override
        public void deleted(PortFacts last) {
            reconciler.rowDeleted(last);
        }
    }
}
