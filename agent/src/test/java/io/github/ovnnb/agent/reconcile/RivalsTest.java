package io.github.ovnnb.agent.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A member comes back to its port while another row is, or was until just now, in the way of its addresses. */
class RivalsTest {
    private static final PortIdentity MEMBER = PortIdentity.of("shop", "db-0");
    private static final String ADDRESSES = "0a:00:00:00:00:01 10.16.0.5";

    private static final PortIdentity MACHINE = PortIdentity.of("shop", "vm");

    private final List<PodFacts> launchers = new ArrayList<>();
    private OwnerFacts owner = new OwnerFacts.StatefulSetFacts("db-uid", false, 0, 1);
    private final OneMember caches = new OneMember();
    private final FewRows rows = new FewRows();
    private final AddressBook book = new AddressBook();
    private final Reconciler reconciler = new Reconciler(
            new Reconciler.Seams(
                    caches,
                    rows,
                    (namespace, pod) -> CompletableFuture.completedFuture(caches.pods(MEMBER).stream()
                            .filter(member -> member.name().equals(pod))
                            .findFirst()
                            .<PodLookup.Answer>map(PodLookup.Found::new)
                            .orElseGet(PodLookup.NotThere::new)),
                    (port, workload, premises) -> CompletableFuture.completedFuture(
                            Inquiry.Stored.of(premises, () -> caches.pods(port), () -> owner)),
                    patch -> CompletableFuture.completedFuture(new Annotator.PodGone()),
                    (pod, obstacle) -> {},
                    (delay, action) -> {},
                    Runnable::run),
            new PortPlanner(book, new PortDefaults(false), new Random(1)),
            book);

    RivalsTest() {
        var subnet = ((SubnetSpec.Good) SubnetSpec.of("s", "10.16.0.0/24")
                        .isDefault(true)
                        .build()
                        .read())
                .subnet();
        reconciler.subnetsAre(new SubnetCatalog(List.of(subnet)));
        rows.there.add(row(
                MEMBER,
                new PortOwnership(new Workload.StatefulSetMember("db", Optional.of("db-uid"), 0), Optional.empty()),
                ADDRESSES));
    }

    private static PortFacts row(PortIdentity port, PortOwnership ownership, String addresses) {
        return new PortFacts(
                UUID.nameUUIDFromBytes(port.podKey().getBytes(UTF_8)),
                port.portName(),
                Set.of("s"),
                Set.of(addresses),
                Set.of(),
                Optional.of(port),
                Optional.of(ownership),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
    }

    private static PortFacts rival() {
        return row(
                PortIdentity.of("shop", "job"),
                new PortOwnership(new Workload.Standalone(), Optional.of("job-uid")),
                "0a:00:00:00:00:02 10.16.0.5");
    }

    private String addressesAfterwards() {
        reconciler.activate();
        reconciler.offer(MEMBER);
        return addresses();
    }

    private String addresses() {
        assertThat(rows.written).hasSize(1).first().isInstanceOf(PortChange.Update.class);
        return ((PortChange.Update) rows.written.get(0))
                .spec()
                .placement()
                .addresses()
                .ipText();
    }

    /** The replica is ahead of what its listener has told: of that, the end of the rival is still to come. */
    @Test
    void aRetainedPortDoesNotMoveForAPortThatIsGone() {
        reconciler.rowChanged(rival());
        reconciler.activate();
        reconciler.offer(MEMBER);
        assertThat(rows.written).isEmpty();

        reconciler.rowDeleted(rival());
        assertThat(addresses()).isEqualTo("10.16.0.5");
    }

    @Test
    void norForOneThatHasOtherAddressesByNow() {
        reconciler.rowChanged(rival());
        rows.there.add(row(
                PortIdentity.of("shop", "job"),
                new PortOwnership(new Workload.Standalone(), Optional.of("job-uid")),
                "0a:00:00:00:00:02 10.16.0.9"));

        assertThat(addressesAfterwards()).isEqualTo("10.16.0.5");
    }

    @Test
    void itMovesForOneThatHasThem() {
        reconciler.rowChanged(rival());
        rows.there.add(rival());

        assertThat(addressesAfterwards()).isNotEqualTo("10.16.0.5");
    }

    /** By that name there is no Pod, and that says nothing. */
    @Test
    void aLauncherIsNotAskedForByTheNameOfItsMachine() {
        launchers.add(launcherThatWasTold("10.16.0.5"));
        owner = new OwnerFacts.NotSeen();
        var former = new Workload.StatefulSetMember("db", Optional.of("former-uid"), 0);
        rows.there.set(0, row(MEMBER, new PortOwnership(former, Optional.empty()), ADDRESSES));

        reconciler.activate();
        reconciler.offer(MEMBER);

        assertThat(book.holder(new WakeKey.FreeIp("s", IpAddress.of("10.16.0.5")), MEMBER.portName()))
                .contains(MACHINE.portName());
    }

    private static PodFacts launcherThatWasTold(String ip) {
        return new PodFacts(
                "shop",
                "virt-launcher-vm-abcde",
                "launcher-uid",
                "1",
                Map.of(
                        "ovn.kubernetes.io/allocated", "true",
                        "ovn.kubernetes.io/logical_switch", "s",
                        "ovn.kubernetes.io/ip_address", ip,
                        "ovn.kubernetes.io/mac_address", "0a:00:00:00:00:02"),
                Optional.of(new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "vm", "vmi-uid")),
                PodFacts.Phase.RUNNING,
                false,
                false,
                "n");
    }

    private final class OneMember implements Observer {
        @Override
        public List<PodFacts> pods(PortIdentity port) {
            var owner = new OwnerReference("apps/v1", "StatefulSet", "db", "db-uid");
            var pod = new PodFacts(
                    "shop", "db-0", "uid", "1", Map.of(), Optional.of(owner), PodFacts.Phase.PENDING, false, false, "");
            return port.equals(MEMBER) ? List.of(pod) : port.equals(MACHINE) ? List.copyOf(launchers) : List.of();
        }

        @Override
        public OwnerFacts owner(String namespace, Workload workload) {
            return owner;
        }

        @Override
        public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
            return catalog.forNamespace(namespace, Map.of());
        }

        @Override
        public Collection<PortIdentity> ports() {
            return List.of(MEMBER, MACHINE);
        }
    }
}
