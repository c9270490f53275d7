package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.RetentionPolicy;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.reconcile.Inquiry.Answer;
import io.github.ovnnb.agent.reconcile.Inquiry.Failed;
import io.github.ovnnb.agent.reconcile.Inquiry.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A port without a Pod, as far as our caches go; the API server is asked before anything is done about it. */
class ProofTest {
    private static final PortIdentity BARE = PortIdentity.of("shop", "p0");
    private static final PortIdentity MEMBER = PortIdentity.of("shop", "web-1");
    private static final OwnerFacts ONE_REPLICA = new StatefulSetFacts("web-uid", false, 0, 1);
    private static final OwnerFacts TWO_REPLICAS = new StatefulSetFacts("web-uid", false, 0, 2);

    private static final RetentionPolicy RETAIN = new RetentionPolicy(Choice.RETAIN, Choice.RETAIN);

    private record Question(Premises premises, CompletableFuture<Answer> answer) {}

    private final List<Question> questions = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final FewRows rows = new FewRows();
    private final EmptyCaches caches = new EmptyCaches();
    private final AddressBook book = new AddressBook();
    private final Reconciler reconciler = new Reconciler(
            new Reconciler.Seams(
                    caches,
                    rows,
                    (namespace, pod) -> CompletableFuture.completedFuture(new PodLookup.NotThere()),
                    (port, workload, premises) -> {
                        questions.add(new Question(premises, new CompletableFuture<>()));
                        return questions.get(questions.size() - 1).answer();
                    },
                    patch -> CompletableFuture.completedFuture(new Annotator.PodGone()),
                    (pod, obstacle) -> {},
                    (delay, action) -> later.add(action),
                    Runnable::run),
            new PortPlanner(book, new PortDefaults(false), new Random(1)),
            book);

    ProofTest() {
        reconciler.activate();
    }

    private static PodFacts pod() {
        return new PodFacts(
                "shop", "p0", "p0-uid", "1", Map.of(), Optional.empty(), PodFacts.Phase.RUNNING, false, false, "n");
    }

    private void thereIs(PortIdentity port, PortOwnership ownership) {
        rows.there.add(new PortFacts(
                new UUID(0, 1),
                port.portName(),
                Set.of("s"),
                Set.of("0a:00:00:00:00:01 10.16.0.5"),
                Set.of(),
                Optional.of(port),
                Optional.of(ownership),
                ChassisBinding.ANYWHERE,
                "kube-ovn"));
    }

    private void thereIsTheRowOfABarePod() {
        thereIs(BARE, new PortOwnership(new Workload.Standalone(), Optional.of("p0-uid")));
    }

    private void thereIsTheRowOfAMember() {
        thereIs(
                MEMBER,
                new PortOwnership(
                        new Workload.StatefulSetMember("web", Optional.of("web-uid"), 1), Optional.of("web-1-uid")));
    }

    private void isAbsentForTwoSweeps(PortIdentity port) {
        reconciler.offer(port);
        for (int sweep = 0; sweep < 2; sweep++) {
            reconciler.sweep();
            reconciler.offer(port);
        }
    }

    private void theApiServerSays(Answer answer) {
        questions.get(questions.size() - 1).answer().complete(answer);
    }

    private static Answer noPod() {
        return new Stored(Optional.of(List.of()), Optional.empty());
    }

    @Test
    void releasesThePortOfAPodThatTheApiServerDoesNotKnow() {
        thereIsTheRowOfABarePod();
        isAbsentForTwoSweeps(BARE);
        assertThat(rows.written).isEmpty();
        assertThat(questions).singleElement().extracting(Question::premises).isEqualTo(new Premises(true, false));

        theApiServerSays(noPod());

        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Remove.class);
    }

    @Test
    void looksForEvidenceWhereSomethingWasAbsentAndNowhereElse() {
        caches.set = TWO_REPLICAS;
        thereIsTheRowOfABarePod();
        thereIs(
                MEMBER,
                new PortOwnership(new Workload.StatefulSetMember("web", Optional.of("web-uid"), 1), Optional.empty()));
        reconciler.offer(BARE);
        reconciler.offer(MEMBER);
        var looks = new ArrayList<PortIdentity>();
        reconciler.onLook(looks::add);

        reconciler.sweepForEvidence();
        reconciler.sweepForEvidence();

        assertThat(looks).containsOnly(BARE);
        assertThat(questions).hasSize(1);
    }

    @Test
    void keepsThePortOfAPodThatOnlyOurCacheDoesNotKnowAndCountsFromAnew() {
        thereIsTheRowOfABarePod();
        isAbsentForTwoSweeps(BARE);
        theApiServerSays(new Stored(Optional.of(List.of(pod())), Optional.empty()));
        reconciler.offer(BARE);
        assertThat(questions).hasSize(1);

        isAbsentForTwoSweeps(BARE);

        assertThat(questions).hasSize(2);
        assertThat(rows.written).isEmpty();
    }

    @Test
    void asksAgainLaterWhenTheApiServerDoesNotAnswer() {
        thereIsTheRowOfABarePod();
        isAbsentForTwoSweeps(BARE);
        theApiServerSays(new Failed("connection reset"));
        assertThat(rows.written).isEmpty();

        later.remove(0).run();

        assertThat(questions).hasSize(2);
    }

    @Test
    void asksNobodyAboutADeletionThatWasWatched() {
        thereIsTheRowOfABarePod();
        reconciler.podDeleted(BARE, "p0-uid");

        assertThat(questions).isEmpty();
        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Remove.class);
    }

    @Test
    void asksNobodyWhileAWatchIsBroken() {
        thereIsTheRowOfABarePod();
        caches.current = false;
        isAbsentForTwoSweeps(BARE);
        caches.current = true;
        reconciler.offer(BARE);

        assertThat(questions).isEmpty();
    }

    @Test
    void countsFromAnewAfterAnInterruptionBetweenTwoSweeps() {
        thereIsTheRowOfABarePod();
        reconciler.offer(BARE);
        reconciler.sweep();
        reconciler.offer(BARE);
        reconciler.watchWasBroken();
        reconciler.sweep();
        reconciler.offer(BARE);

        assertThat(questions).isEmpty();
    }

    @Test
    void writesNothingOnAnAnswerThatComesAfterAnotherMayHaveLed() {
        thereIsTheRowOfABarePod();
        isAbsentForTwoSweeps(BARE);
        reconciler.pause();
        reconciler.activate();

        theApiServerSays(noPod());

        assertThat(rows.written).isEmpty();
    }

    @Test
    void keepsThePortOfAMemberThatTheSetWantsAgain() {
        thereIsTheRowOfAMember();
        caches.set = ONE_REPLICA;
        reconciler.offer(MEMBER);
        assertThat(questions).singleElement().extracting(Question::premises).isEqualTo(new Premises(true, true));

        theApiServerSays(new Stored(Optional.of(List.of()), Optional.of(TWO_REPLICAS)));

        assertThat(rows.written).isEmpty();
    }

    @Test
    void asksOnlyAboutTheSetWhenThePodWasSeenToGo() {
        thereIsTheRowOfAMember();
        caches.set = ONE_REPLICA;
        reconciler.podDeleted(MEMBER, "web-1-uid");
        assertThat(questions).singleElement().extracting(Question::premises).isEqualTo(new Premises(false, true));

        theApiServerSays(new Stored(Optional.empty(), Optional.of(ONE_REPLICA)));

        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Remove.class);
    }

    @Test
    void asksNobodyWhenPodAndSetWereSeenToGo() {
        thereIsTheRowOfAMember();
        reconciler.ownerDeleted(new OwnerKey(Workload.StatefulSetMember.KIND, "shop", "web"), "web-uid");
        reconciler.podDeleted(MEMBER, "web-1-uid");

        assertThat(questions).isEmpty();
        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Remove.class);
    }

    /** Of a set that its namespace seems to have gone with, too, though its policy is to retain. */
    @Test
    void asksForTheNamespaceThatOutweighsThePolicy() {
        var retained = new PortOwnership(
                new Workload.StatefulSetMember("web", Optional.of("web-uid"), 1),
                Optional.of("web-1-uid"),
                false,
                RETAIN,
                Optional.empty());
        thereIs(MEMBER, retained);
        caches.hasNamespace = false;
        reconciler.ownerDeleted(new OwnerKey(Workload.StatefulSetMember.KIND, "shop", "web"), "web-uid");
        reconciler.podDeleted(MEMBER, "web-1-uid");
        assertThat(questions).singleElement().extracting(Question::premises).isEqualTo(new Premises(false, true));

        theApiServerSays(new Stored(Optional.empty(), Optional.of(new OwnerFacts.Gone(false))));

        assertThat(rows.written).isEmpty();
    }

    private static final class EmptyCaches implements Observer {
        private boolean current = true;
        private boolean hasNamespace = true;
        private OwnerFacts set = new OwnerFacts.NotSeen();

        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return List.of();
        }

        @Override
        public OwnerFacts owner(String namespace, Workload workload) {
            return workload instanceof Workload.StatefulSetMember ? set : new OwnerFacts.NotSeen();
        }

        @Override
        public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
            return List.of();
        }

        @Override
        public boolean hasNamespace(String namespace) {
            return hasNamespace;
        }

        @Override
        public boolean isCurrent() {
            return current;
        }

        @Override
        public Collection<PortIdentity> ports() {
            return List.of();
        }
    }
}
