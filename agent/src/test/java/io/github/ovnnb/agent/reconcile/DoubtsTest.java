package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Premises;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The row of a Pod on another node goes away, and on ours somebody wants its address. */
class DoubtsTest {
    private static final String IP = "10.16.0.5";
    private static final PodFacts OTHER = pod("other", "node-2", PodFacts.Phase.RUNNING, Map.of());
    private static final PodFacts OURS =
            pod("ours", "node-1", PodFacts.Phase.PENDING, Map.of("ovn.kubernetes.io/ip_address", IP));

    private static final PodFacts MEMBER = new PodFacts(
            "shop",
            "db-0",
            "db-0-uid",
            "1",
            Map.of(),
            Optional.of(new OwnerReference("apps/v1", "StatefulSet", "db", "db-uid")),
            PodFacts.Phase.PENDING,
            false,
            false,
            "node-1");

    private final List<CompletableFuture<Inquiry.Answer>> questions = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final FewRows rows = new FewRows();
    private final AddressBook book = new AddressBook();
    private Reconciler reconciler = reconciler(Jurisdiction.ofNode("node-1"));

    DoubtsTest() {
        begin();
    }

    private void begin() {
        var subnet = ((SubnetSpec.Good) SubnetSpec.of("s", "10.16.0.0/24")
                        .isDefault(true)
                        .build()
                        .read())
                .subnet();
        reconciler.subnetsAre(new SubnetCatalog(List.of(subnet)));
        reconciler.rowChanged(rowOfOther("s"));
        reconciler.activate();
    }

    private Reconciler reconciler(Jurisdiction jurisdiction) {
        return new Reconciler(
                new Reconciler.Seams(
                        new OurNode(),
                        rows,
                        (namespace, pod) -> CompletableFuture.completedFuture(new PodLookup.Failed("not asked here")),
                        (port, workload, premises) -> {
                            assertThat(port).isEqualTo(PortIdentity.of("shop", "other"));
                            assertThat(premises).isEqualTo(new Premises(true, false));
                            questions.add(new CompletableFuture<>());
                            return questions.get(questions.size() - 1);
                        },
                        patch -> CompletableFuture.completedFuture(new Annotator.PodGone()),
                        (pod, obstacle) -> told.add(obstacle.message()),
                        (delay, action) -> {},
                        Runnable::run),
                new PortPlanner(book, new PortDefaults(false), new Random(1)),
                book,
                jurisdiction);
    }

    private static PodFacts pod(String name, String node, PodFacts.Phase phase, Map<String, String> annotations) {
        return new PodFacts("shop", name, name + "-uid", "1", annotations, Optional.empty(), phase, false, false, node);
    }

    private static PortFacts rowOfOther(String... logicalSwitches) {
        return row(new PortOwnership(new Workload.Standalone(), Optional.of(OTHER.uid())), logicalSwitches);
    }

    private static PortFacts row(PortOwnership ownership, String... logicalSwitches) {
        return row(PortIdentity.of("shop", "other"), ownership, logicalSwitches);
    }

    private static PortFacts row(PortIdentity port, PortOwnership ownership, String... logicalSwitches) {
        return new PortFacts(
                new UUID(0, port.hashCode()),
                port.portName(),
                Set.of(logicalSwitches),
                Set.of("0a:00:00:00:00:01 " + IP),
                Set.of(),
                Optional.of(port),
                Optional.of(ownership),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
    }

    private void weWantItsAddressWhenItsRowIsGone() {
        reconciler.rowDeleted(rowOfOther());
        reconciler.offer(PortIdentity.ofPod(OURS));
        assertThat(rows.written).isEmpty();
        assertThat(questions).hasSize(1);
    }

    private void theApiServerKnows(PodFacts... pods) {
        theApiServerSays(new Inquiry.Stored(Optional.of(List.of(pods)), Optional.empty()));
    }

    private void theApiServerSays(Inquiry.Answer answer) {
        questions.get(questions.size() - 1).complete(answer);
    }

    private void weGetIt() {
        assertThat(rows.written)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        PortChange.Create.class,
                        created -> assertThat(
                                        created.spec().placement().addresses().ipText())
                                .isEqualTo(IP));
    }

    private void weWait() {
        assertThat(rows.written).isEmpty();
        assertThat(told).singleElement().asString().contains(IP, "other.shop");
    }

    @Test
    void whoHasGoneKeepsTheAddressFromNobody() {
        weWantItsAddressWhenItsRowIsGone();
        assertThat(told).isEmpty();
        theApiServerKnows();
        weGetIt();
    }

    /** The one agent of a cluster should see every Pod; but whose watch has fallen silent sees none of the latest. */
    @Test
    void aPodThatTheOnlyAgentHasNotHeardOfKeepsItToo() {
        reconciler = reconciler(Jurisdiction.everywhere());
        begin();

        weWantItsAddressWhenItsRowIsGone();
        theApiServerKnows(OTHER);
        weWait();
    }

    @Test
    void whoLivesKeepsItAndWeAreTold() {
        weWantItsAddressWhenItsRowIsGone();
        theApiServerKnows(OTHER);
        weWait();
        assertThat(questions).hasSize(1);
    }

    @Test
    void whoHasFinishedKeepsItFromNobody() {
        weWantItsAddressWhenItsRowIsGone();
        theApiServerKnows(pod("other", "node-2", PodFacts.Phase.SUCCEEDED, Map.of()));
        weGetIt();
    }

    @Test
    void aSuccessorThatNeverHadTheAddressKeepsItFromNobody() {
        weWantItsAddressWhenItsRowIsGone();
        theApiServerKnows(new PodFacts(
                "shop",
                "other",
                "successor",
                "2",
                Map.of(),
                Optional.empty(),
                PodFacts.Phase.PENDING,
                false,
                false,
                "node-3"));
        weGetIt();
    }

    @Test
    void anotherPodOfThatNameWithAddressesOfItsOwnKeepsItFromNobody() {
        weWantItsAddressWhenItsRowIsGone();
        theApiServerKnows(new PodFacts(
                "shop",
                "other",
                "predecessor",
                "2",
                Map.of(
                        "ovn.kubernetes.io/allocated", "true",
                        "ovn.kubernetes.io/logical_switch", "s",
                        "ovn.kubernetes.io/ip_address", "10.16.0.77",
                        "ovn.kubernetes.io/mac_address", "0a:00:00:00:00:77"),
                Optional.empty(),
                PodFacts.Phase.RUNNING,
                false,
                false,
                "node-3"));
        weGetIt();
    }

    @Test
    void nothingIsGivenAwayWhileTheApiServerDoesNotAnswer() {
        weWantItsAddressWhenItsRowIsGone();
        theApiServerSays(new Inquiry.Failed("connection reset"));
        weWait();
    }

    @Test
    void theNextSweepAsksAgain() {
        weWantItsAddressWhenItsRowIsGone();
        theApiServerKnows(OTHER);
        reconciler.sweep();
        reconciler.offer(PortIdentity.ofPod(OURS));
        assertThat(questions).hasSize(2);
        theApiServerKnows();
        weGetIt();
    }

    @Test
    void whoHasMadeItsRowAnewIsNotAskedAbout() {
        reconciler.rowDeleted(rowOfOther());
        reconciler.rowChanged(rowOfOther("s"));
        reconciler.offer(PortIdentity.ofPod(OURS));
        assertThat(questions).isEmpty();
        weWait();
    }

    @Test
    void whoWaitsAlreadyAsksAtOnce() {
        reconciler.offer(PortIdentity.ofPod(OURS));
        weWait();
        reconciler.rowDeleted(rowOfOther());
        theApiServerKnows();
        weGetIt();
    }

    @Test
    void aboutWhatNobodyWantsIsAskedAfterThreeSweeps() {
        reconciler.rowDeleted(rowOfOther());
        reconciler.sweep();
        reconciler.sweep();
        assertThat(questions).isEmpty();
        reconciler.sweep();
        theApiServerKnows();
        reconciler.offer(PortIdentity.ofPod(OURS));
        assertThat(questions).hasSize(1);
        weGetIt();
    }

    /** The agent that gave it to the member knew that the Pod is gone by then. */
    @Test
    void aMemberThatIsGivenTheAddressAfterwardsKeepsItUntilThePodIsFoundToLiveStill() {
        weWantItsAddressWhenItsRowIsGone();
        theApiServerKnows(OTHER);
        weWait();

        var row = row(
                PortIdentity.ofPod(MEMBER),
                new PortOwnership(new Workload.StatefulSetMember("db", Optional.of("db-uid"), 0), Optional.empty()),
                "s");
        rows.there.add(row);
        reconciler.rowChanged(row);
        reconciler.offer(PortIdentity.ofPod(MEMBER));

        assertThat(rows.written).as("it does not move unasked").isEmpty();
        assertThat(questions).hasSize(2);
        theApiServerKnows();
        assertThat(rows.written)
                .singleElement()
                .isInstanceOfSatisfying(
                        PortChange.Update.class,
                        update -> assertThat(
                                        update.spec().placement().addresses().ipText())
                                .isEqualTo(IP));
    }

    @Test
    void theLauncherOfAMachineIsAskedForToo() {
        var machine = new PortOwnership(
                new Workload.VirtualMachine("other", Optional.of("machine-uid")), Optional.of("launcher-uid"));
        reconciler.rowChanged(row(machine, "s"));
        reconciler.rowDeleted(row(machine));
        reconciler.offer(PortIdentity.ofPod(OURS));

        theApiServerKnows(new PodFacts(
                "shop",
                "virt-launcher-other-x1",
                "launcher-uid",
                "1",
                Map.of(),
                Optional.of(new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "other", "instance-uid")),
                PodFacts.Phase.RUNNING,
                false,
                false,
                "node-2"));

        weWait();
    }

    /** Two Pods, on node-1; on node-2 another may run. */
    private static final class OurNode implements Observer {
        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return Stream.of(OURS, MEMBER)
                    .filter(pod -> PortIdentity.ofPod(pod).equals(port))
                    .toList();
        }

        @Override
        public OwnerFacts owner(String namespace, Workload workload) {
            return new OwnerFacts.NotSeen();
        }

        @Override
        public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
            return catalog.forNamespace(namespace, Map.of());
        }

        @Override
        public Collection<PortIdentity> ports() {
            return List.of();
        }
    }
}
