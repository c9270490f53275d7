package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.WakeKey;
import io.github.ovnnb.agent.domain.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a Pod was told it has is held for it while its row is missing; we are the agent of another node. */
class PromisesTest {
    private static final PortIdentity MEMBER = PortIdentity.of("shop", "db-0");
    private static final WakeKey ADDRESS = new WakeKey.FreeIp("s", IpAddress.of("10.16.0.5"));

    private final List<PodFacts> pods = new ArrayList<>();
    private final AddressBook book = new AddressBook();
    private final Reconciler reconciler = new Reconciler(
            new Reconciler.Seams(
                    new Members(),
                    new FewRows(),
                    (namespace, pod) -> CompletableFuture.completedFuture(new PodLookup.NotThere()),
                    (port, workload, premises) ->
                            CompletableFuture.completedFuture(new Inquiry.Failed("not asked here")),
                    patch -> CompletableFuture.completedFuture(new Annotator.PodGone()),
                    (pod, obstacle) -> {},
                    (delay, action) -> {},
                    Runnable::run),
            new PortPlanner(book, new PortDefaults(false), new Random(1)),
            book,
            Jurisdiction.ofNode("here").seeing(true));

    PromisesTest() {
        var subnet = ((SubnetSpec.Good) SubnetSpec.of("s", "10.16.0.0/24")
                        .isDefault(true)
                        .build()
                        .read())
                .subnet();
        reconciler.subnetsAre(new SubnetCatalog(List.of(subnet)));
    }

    private static PodFacts member(String uid, String node, Map<String, String> annotations) {
        var owner = new OwnerReference("apps/v1", "StatefulSet", "db", "db-uid");
        return new PodFacts(
                "shop", "db-0", uid, "1", annotations, Optional.of(owner), PodFacts.Phase.RUNNING, false, false, node);
    }

    private void aMemberElsewhereWasToldTheAddress() {
        pods.add(member(
                "first",
                "there",
                Map.of(
                        "ovn.kubernetes.io/allocated", "true",
                        "ovn.kubernetes.io/logical_switch", "s",
                        "ovn.kubernetes.io/ip_address", "10.16.0.5",
                        "ovn.kubernetes.io/mac_address", "0a:00:00:00:00:01")));
        reconciler.activate();
    }

    @Test
    void whatAPodWasToldIsNotHeldForASuccessorThatWaitsForSomethingElse() {
        aMemberElsewhereWasToldTheAddress();
        assertThat(book.isOpen(ADDRESS, "")).isFalse();

        pods.set(0, member("second", "here", Map.of("ovn.kubernetes.io/ip_address", "10.99.0.1")));
        reconciler.offer(MEMBER);

        assertThat(book.isOpen(ADDRESS, "")).isTrue();
    }

    /** It came back with a backup after others had got its addresses. */
    @Test
    void whatIsHeldForAPodIsNotInItsOwnWay() {
        aMemberElsewhereWasToldTheAddress();

        assertThat(book.holder(ADDRESS, "")).contains(MEMBER.portName());
        assertThat(book.holder(ADDRESS, MEMBER.portName())).isEmpty();
        assertThat(book.isOpen(ADDRESS, MEMBER.portName())).isTrue();
        assertThat(book.isOpen(ADDRESS, "other.shop")).isFalse();
    }

    private final class Members implements Observer {
        @Override
        public List<PodFacts> pods(PortIdentity port) {
            return port.equals(MEMBER) ? List.copyOf(pods) : List.of();
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
            return List.of(MEMBER);
        }
    }
}
