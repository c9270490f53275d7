package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.Workload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup of the database was put back, and somebody waits for the address that a living Pod has. */
class RestoredRowsTest {
    private static final String IP = "10.16.0.5";
    private static final PortIdentity SINGLE = PortIdentity.of("shop", "single");
    private static final PortIdentity MEMBER = PortIdentity.of("shop", "db-0");
    private static final PortIdentity WAITER = PortIdentity.of("shop", "waiter");
    private static final Map<String, String> ASKED = Map.of("ovn.kubernetes.io/ip_address", IP);
    private static final Map<String, String> TOLD = Map.of(
            "ovn.kubernetes.io/allocated", "true",
            "ovn.kubernetes.io/logical_switch", "s",
            "ovn.kubernetes.io/ip_address", IP,
            "ovn.kubernetes.io/mac_address", "0a:00:00:00:00:01");

    private final Map<PortIdentity, PodFacts> pods = new HashMap<>();
    private final Map<String, PodFacts> stored = new HashMap<>();
    private final List<Runnable> later = new ArrayList<>();
    private final FewRows rows = new FewRows();
    private Annotator.Outcome ofPatches = new Annotator.PodGone();
    private final Reconciler reconciler;

    RestoredRowsTest() {
        var book = new AddressBook();
        var shop = new Shop();
        reconciler = new Reconciler(
                new Reconciler.Seams(
                        shop,
                        rows,
                        (namespace, pod) -> CompletableFuture.completedFuture(Optional.ofNullable(stored.get(pod))
                                .<PodLookup.Answer>map(PodLookup.Found::new)
                                .orElseGet(PodLookup.NotThere::new)),
                        (port, workload, premises) -> CompletableFuture.completedFuture(Inquiry.Stored.of(
                                premises,
                                () -> Optional.ofNullable(stored.get(port.instance())).stream()
                                        .toList(),
                                () -> shop.owner("shop", workload))),
                        patch -> CompletableFuture.completedFuture(ofPatches),
                        (pod, obstacle) -> {},
                        (delay, action) -> later.add(action),
                        Runnable::run),
                new PortPlanner(book, new PortDefaults(false), new Random(1)),
                book);
        var subnet = ((SubnetSpec.Good) SubnetSpec.of("s", "10.16.0.0/24")
                        .isDefault(true)
                        .build()
                        .read())
                .subnet();
        reconciler.subnetsAre(new SubnetCatalog(List.of(subnet)));
    }

    @BeforeEach
    void somebodyWantsTheAddress() {
        pods.put(WAITER, pod(WAITER, "waiter-uid", "1", ASKED, Optional.empty()));
    }

    private static PodFacts pod(
            PortIdentity port,
            String uid,
            String version,
            Map<String, String> annotations,
            Optional<OwnerReference> owner) {
        return new PodFacts(
                "shop",
                port.instance(),
                uid,
                version,
                annotations,
                owner,
                PodFacts.Phase.RUNNING,
                false,
                false,
                "node-1");
    }

    private static PodFacts member(Map<String, String> annotations) {
        var owner = new OwnerReference("apps/v1", "StatefulSet", "db", "db-uid");
        return pod(MEMBER, "member-uid", "1", annotations, Optional.of(owner));
    }

    private static PodFacts single(String version, Map<String, String> annotations) {
        return pod(SINGLE, "single-uid", version, annotations, Optional.empty());
    }

    private static PortFacts row(PortIdentity port, String ip, Workload workload, Optional<String> user) {
        return new PortFacts(
                UUID.nameUUIDFromBytes((port + ip).getBytes(StandardCharsets.UTF_8)),
                port.portName(),
                Set.of("s"),
                Set.of("0a:00:00:00:00:01 " + ip),
                Set.of(),
                Optional.of(port),
                Optional.of(new PortOwnership(workload, user)),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
    }

    private static PortFacts rowOfMember(String ip, Optional<String> user) {
        return row(MEMBER, ip, new Workload.StatefulSetMember("db", Optional.of("db-uid"), 0), user);
    }

    private static PortFacts rowOfSingle(String ip, String user) {
        return row(SINGLE, ip, new Workload.Standalone(), Optional.of(user));
    }

    private void theRowIs(PortFacts row) {
        rows.there.clear();
        rows.there.add(row);
        reconciler.rowChanged(row);
    }

    private void theRowIsGone() {
        var last = rows.there.remove(0);
        reconciler.rowDeleted(last);
    }

    private void theWaiterGetsNothing() {
        reconciler.offer(WAITER);
        assertThat(rows.written).extracting(PortChange::port).doesNotContain(WAITER);
    }

    private String ipOfTheUpdate() {
        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Update.class);
        return ((PortChange.Update) rows.written.get(0))
                .spec()
                .placement()
                .addresses()
                .ipText();
    }

    @Test
    void theRowIsBackWithAnEarlierAddress() {
        pods.put(MEMBER, member(TOLD));
        theRowIs(rowOfMember(IP, Optional.of("member-uid")));
        reconciler.activate();
        theWaiterGetsNothing();

        theRowIs(rowOfMember("10.16.0.6", Optional.of("earlier-uid")));

        theWaiterGetsNothing();
    }

    @Test
    void aForeignRowIsBackUnderItsName() {
        pods.put(SINGLE, single("1", TOLD));
        theRowIs(rowOfSingle(IP, "single-uid"));
        reconciler.activate();

        theRowIs(new PortFacts(
                new UUID(3, 3),
                SINGLE.portName(),
                Set.of("s"),
                Set.of("0a:00:00:00:00:09 10.16.0.9"),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                ChassisBinding.ANYWHERE,
                ""));

        theWaiterGetsNothing();
    }

    @Test
    void theRowOfAnEarlierPodOfTheNameIsBackAndHasToGoFirst() {
        pods.put(SINGLE, single("1", TOLD));
        stored.put("single", single("1", TOLD));
        theRowIs(rowOfSingle("10.16.0.6", "earlier-uid"));
        reconciler.activate();

        reconciler.offer(SINGLE);

        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Remove.class);
        theWaiterGetsNothing();
    }

    @Test
    void theRowOfAnEarlierPodThatHasToGoFirstHasTheAddressToo() {
        pods.put(SINGLE, single("1", TOLD));
        stored.put("single", single("1", TOLD));
        theRowIs(rowOfSingle(IP, "earlier-uid"));
        reconciler.activate();
        reconciler.offer(WAITER);
        reconciler.offer(SINGLE);
        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Remove.class);

        theRowIsGone();

        theWaiterGetsNothing();
    }

    /** The watch has gone silent: the row that the Pod had was removed with it, and another agent gave its address to the member. */
    @Test
    void aMemberDoesNotGiveWayToAPodThatTheApiServerDoesNotKnow() {
        pods.put(SINGLE, single("1", TOLD));
        pods.put(MEMBER, member(Map.of()));
        stored.put("db-0", pods.get(MEMBER));
        theRowIs(rowOfMember(IP, Optional.empty()));
        reconciler.activate();

        reconciler.offer(MEMBER);

        assertThat(ipOfTheUpdate()).isEqualTo(IP);
    }

    /** The watch shows both at once: the first Pod's end, and another of its name. */
    @Test
    void whatAnEarlierPodOfTheNameWasToldIsNotItsSuccessorsIfItIsReservedByNow() {
        pods.clear();
        pods.put(SINGLE, single("1", TOLD));
        reconciler.activate();
        reconciler.reservationIs(new ReservedIp("ip-5", "s", HeldAddresses.read(List.of(IP)), Optional.empty()));

        pods.put(SINGLE, pod(SINGLE, "successor-uid", "2", ASKED, Optional.empty()));
        reconciler.offer(SINGLE);

        assertThat(rows.written).isEmpty();
    }

    /** Its row went away with a backup, and nobody knows yet whether the Pod that had it lives. */
    @Test
    void whatTheRowOfAnEarlierPodOfTheNameHadIsNotItsSuccessorsIfItIsReservedByNow() {
        pods.clear();
        theRowIs(rowOfSingle(IP, "single-uid"));
        reconciler.reservationIs(new ReservedIp("ip-5", "s", HeldAddresses.read(List.of(IP)), Optional.empty()));
        theRowIsGone();
        var successor = pod(SINGLE, "successor-uid", "2", ASKED, Optional.empty());
        pods.put(SINGLE, successor);
        stored.put("single", successor);
        reconciler.activate();

        reconciler.offer(SINGLE);

        assertThat(rows.written).isEmpty();
    }

    /** Our watch has gone silent: an earlier writer has served it, and the backup lacks its row. */
    @Test
    void aPodThatWaitedBeforeOurTermIsServedOnlyIfItWaitsStill() {
        pods.clear();
        pods.put(SINGLE, single("1", Map.of()));
        stored.put("single", single("12", TOLD));
        reconciler.activate();
        reconciler.offer(SINGLE);
        assertThat(rows.written).isEmpty();

        stored.put("single", single("1", Map.of()));
        reconciler.offer(SINGLE);
        assertThat(rows.written).singleElement().isInstanceOf(PortChange.Create.class);
    }

    /** The same, and the backup has the row as it was retained before: the Pod was told what it asked for, not what the row says. */
    @Test
    void aMemberThatWaitedBeforeOurTermGetsItsRetainedPortOnlyIfItWaitsStill() {
        pods.clear();
        pods.put(MEMBER, member(Map.of()));
        stored.put("db-0", member(TOLD));
        theRowIs(rowOfMember("10.16.0.9", Optional.empty()));
        reconciler.activate();
        reconciler.offer(MEMBER);
        assertThat(rows.written).isEmpty();

        stored.put("db-0", member(Map.of()));
        reconciler.offer(MEMBER);
        assertThat(ipOfTheUpdate()).isEqualTo("10.16.0.9");
    }

    @Test
    void aMemberThatHasNotBeenToldYetGivesWayToAPodThatHas() {
        pods.put(SINGLE, single("1", TOLD));
        stored.put("single", single("1", TOLD));
        stored.put("db-0", member(Map.of()));
        pods.put(MEMBER, member(Map.of()));
        theRowIs(rowOfMember(IP, Optional.empty()));
        reconciler.activate();

        reconciler.offer(SINGLE);
        reconciler.offer(MEMBER);

        assertThat(ipOfTheUpdate()).isNotEqualTo(IP);
    }

    @Test
    void theRowIsGoneBeforeTheCacheShowsWhatThePodWasTold() {
        ofPatches = new Annotator.Done("12");
        pods.put(SINGLE, single("1", ASKED));
        theRowIs(rowOfSingle(IP, "single-uid"));
        reconciler.activate();
        reconciler.offer(SINGLE);

        theRowIsGone();

        theWaiterGetsNothing();
    }

    /** The watch of Pods is broken, or silent, for longer than any echo is waited for. */
    @Test
    void theRowIsGoneLongBeforeTheCacheShowsWhatThePodWasTold() {
        ofPatches = new Annotator.Done("12");
        pods.put(SINGLE, single("1", Map.of()));
        stored.put("single", single("12", TOLD));
        theRowIs(rowOfSingle(IP, "single-uid"));
        reconciler.activate();
        reconciler.offer(SINGLE);
        for (int sweep = 0; sweep < 10; sweep++) {
            reconciler.sweep();
            reconciler.offer(SINGLE);
        }

        theRowIsGone();
        reconciler.offer(SINGLE);

        assertThat(rows.written).as("until the cache shows what it was told").isEmpty();
        theWaiterGetsNothing();
    }

    /** Another agent led when the Pod was told; our watch has been silent since before. */
    @Test
    void theRowIsGoneOfAPodOfWhichWeSeeOnlyThatItWasToldNothing() {
        pods.put(SINGLE, single("1", Map.of()));
        stored.put("single", single("12", TOLD));
        theRowIs(rowOfSingle(IP, "single-uid"));

        theRowIsGone();
        reconciler.activate();

        theWaiterGetsNothing();
        reconciler.offer(SINGLE);
        theWaiterGetsNothing();
    }

    @Test
    void theRowIsGoneOfAPodThatWasIndeedToldNothing() {
        stored.put("single", single("1", Map.of()));

        theWaiterGetsTheAddressOfThePodThatWeSeeUntold();
    }

    @Test
    void theRowIsGoneOfAPodThatTheApiServerDoesNotKnow() {
        theWaiterGetsTheAddressOfThePodThatWeSeeUntold();
    }

    private void theWaiterGetsTheAddressOfThePodThatWeSeeUntold() {
        pods.put(SINGLE, single("1", Map.of()));
        stored.put("waiter", pods.get(WAITER));
        theRowIs(rowOfSingle(IP, "single-uid"));

        theRowIsGone();
        reconciler.activate();
        reconciler.offer(WAITER);

        assertThat(rows.written).extracting(PortChange::port).contains(WAITER);
    }

    @Test
    void theRowIsGoneBeforeItIsKnownWhetherThePodWasTold() {
        ofPatches = new Annotator.Failed("timed out");
        pods.put(SINGLE, single("1", Map.of()));
        stored.put("single", single("12", TOLD));
        theRowIs(rowOfSingle(IP, "single-uid"));
        reconciler.activate();
        reconciler.offer(SINGLE);

        theRowIsGone();
        List.copyOf(later).forEach(Runnable::run);

        assertThat(rows.written).as("until the cache shows what it was told").isEmpty();
        theWaiterGetsNothing();
    }

    private final class Shop implements Observer {
        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return Optional.ofNullable(pods.get(port)).stream().toList();
        }

        @Override
        public OwnerFacts owner(String namespace, Workload workload) {
            return new OwnerFacts.StatefulSetFacts("db-uid", false, 0, 1);
        }

        @Override
        public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
            return catalog.forNamespace(namespace, Map.of());
        }

        @Override
        public Collection<PortIdentity> ports() {
            return List.copyOf(pods.keySet());
        }
    }
}
