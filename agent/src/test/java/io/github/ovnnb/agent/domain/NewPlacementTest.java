package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the API server is asked before a port gets addresses that it did not have. */
class NewPlacementTest {
    private static final Subnet SUBNET = ((SubnetSpec.Good)
                    SubnetSpec.of("s1", "10.16.0.0/16").isDefault(true).build().read())
            .subnet();
    private static final SubnetCatalog CATALOG = new SubnetCatalog(List.of(SUBNET));
    private static final Map<String, String> TARGET = Map.of("kubevirt.io/migrationJobName", "m");
    private static final Map<String, String> TOLD = Map.of(
            "ovn.kubernetes.io/allocated", "true",
            "ovn.kubernetes.io/logical_switch", "s1",
            "ovn.kubernetes.io/ip_address", "10.16.0.77",
            "ovn.kubernetes.io/mac_address", "02:00:00:00:00:77");
    private static final VirtualMachineFacts MIGRATES =
            new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-1", "node-a", Set.of("m"))));

    private final AddressBook book = new AddressBook();

    private Plan.Bind plan(Observation seen) {
        book.define(CATALOG);
        return (Plan.Bind) new PortPlanner(book, new PortDefaults(false), new Random(1)).plan(seen);
    }

    private static PodFacts launcher(String name, Map<String, String> annotations) {
        return pod(name, annotations, new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "vm", "vmi-1"));
    }

    private static PodFacts pod(String name, Map<String, String> annotations, OwnerReference owner) {
        return new PodFacts(
                "shop", name, name, "1", annotations, Optional.of(owner), Phase.RUNNING, false, false, "node-b");
    }

    private static Observation look(PodFacts pod, Optional<PortFacts> row, OwnerFacts owner) {
        return new Observation(PortIdentity.ofPod(pod), List.of(pod), row, owner, owner, List.of(SUBNET), CATALOG);
    }

    @Test
    void theTargetOfAMigrationWithoutARowGetsNothingButWhatItsSourceWasTold() {
        var seen = look(launcher("x2", TARGET), Optional.empty(), MIGRATES);
        var plan = plan(seen);

        assertThat(NewPlacement.premises(plan, seen)).isEqualTo(new Premises(true, false));
        var source = launcher("x1", TOLD);
        var target = launcher("x2", TARGET);
        assertThat(NewPlacement.stands(plan, seen, Optional.of(List.of(source, target)), Optional.empty()))
                .isFalse();
        assertThat(NewPlacement.stands(
                        plan, seen, Optional.of(List.of(launcher("x1", Map.of()), target)), Optional.empty()))
                .as("the interface is new")
                .isTrue();
    }

    private static PortFacts rowOfMachine() {
        var port = PortIdentity.of("shop", "vm");
        var ownership = new PortOwnership(
                new Workload.VirtualMachine("vm", Optional.of("vm-1")), Optional.of("launcher of another run"));
        return row(port, ownership);
    }

    @Test
    void theTargetOfAMigrationDoesNotGetWhatTheRowOfAnOldBackupSays() {
        var target = launcher("x2", TARGET);
        var seen = look(target, Optional.of(rowOfMachine()), MIGRATES);
        var plan = plan(seen);

        assertThat(plan.placement().addresses().ipText()).isEqualTo("10.16.0.4");
        assertThat(NewPlacement.premises(plan, seen)).isEqualTo(new Premises(true, false));
        assertThat(NewPlacement.stands(
                        plan, seen, Optional.of(List.of(launcher("x1", TOLD), target)), Optional.empty()))
                .isFalse();
        assertThat(NewPlacement.premises(new Plan.Bind(plan.placement(), Optional.empty(), plan.patches()), seen))
                .as("also if there is nothing to write but to its annotations")
                .isEqualTo(new Premises(true, false));
    }

    @Test
    void theTargetOfAMigrationGetsWhatItsSourceIsSeenToHaveAtOnce() {
        var target = launcher("x2", TARGET);
        var seen = new Observation(
                PortIdentity.ofPod(target),
                List.of(launcher("x1", TOLD), target),
                Optional.of(rowOfMachine()),
                MIGRATES,
                MIGRATES,
                List.of(SUBNET),
                CATALOG);

        assertThat(NewPlacement.premises(plan(seen), seen).isEmpty()).isTrue();
    }

    @Test
    void theFirstLauncherOfAMachineGetsAddressesAtOnce() {
        var seen = look(launcher("x1", Map.of()), Optional.empty(), MIGRATES);

        assertThat(NewPlacement.premises(plan(seen), seen).isEmpty()).isTrue();
    }

    private static PortFacts retainedRow() {
        var port = PortIdentity.of("shop", "web-1");
        return row(port, new PortOwnership(new StatefulSetMember("web", Optional.of("web-uid"), 1), Optional.empty()));
    }

    private static PortFacts row(PortIdentity port, PortOwnership ownership) {
        return new PortFacts(
                new UUID(1, 1),
                port.portName(),
                Set.of("s1"),
                Set.of("02:00:00:00:00:01 10.16.0.4"),
                Set.of(),
                Optional.of(port),
                Optional.of(ownership),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
    }

    @Test
    void aMemberMovesToAnotherPlaceInThePoolOnlyIfItsOwnerCountsSo() {
        var owner = new OwnerReference("apps/v1", "StatefulSet", "web", "web-uid");
        var pool = Map.of("ovn.kubernetes.io/ip_pool", "10.16.0.4,10.16.0.5");
        var row = retainedRow();
        var countsFromZero = new StatefulSetFacts("web-uid", false, 0, 2);
        var countsFromOne = new StatefulSetFacts("web-uid", false, 1, 2);
        var seen = look(pod("web-1", pool, owner), Optional.of(row), countsFromZero);
        var plan = plan(seen);

        assertThat(plan.placement().addresses().ipText()).isEqualTo("10.16.0.5");
        assertThat(NewPlacement.premises(plan, seen)).isEqualTo(new Premises(true, true));
        var pods = Optional.of(seen.pods());
        assertThat(NewPlacement.stands(plan, seen, pods, Optional.of(countsFromOne)))
                .isFalse();
        assertThat(NewPlacement.stands(plan, seen, pods, Optional.of(countsFromZero)))
                .isTrue();
        assertThat(NewPlacement.stands(plan, seen, pods, Optional.of(new OwnerFacts.Gone())))
                .isFalse();
    }

    @Test
    void aRetainedPortMovesToWhatItsPodWasToldOnlyIfThatPodExists() {
        var owner = new OwnerReference("apps/v1", "StatefulSet", "web", "web-uid");
        var row = retainedRow();
        var seen = look(pod("web-1", TOLD, owner), Optional.of(row), new StatefulSetFacts("web-uid", false, 0, 2));
        var plan = plan(seen);

        assertThat(NewPlacement.premises(plan, seen)).isEqualTo(new Premises(true, false));
        assertThat(NewPlacement.stands(plan, seen, Optional.of(seen.pods()), Optional.empty()))
                .isTrue();
        assertThat(NewPlacement.stands(plan, seen, Optional.of(List.of()), Optional.empty()))
                .isFalse();
    }

    @Test
    void norDoesItMoveOutOfTheWayOfAnotherForAPodThatIsGone() {
        var owner = new OwnerReference("apps/v1", "StatefulSet", "web", "web-uid");
        book.define(CATALOG);
        book.rowIs("rival.shop", Set.of("s1"), HeldAddresses.read(List.of("02:00:00:00:00:02 10.16.0.4")));
        var seen = look(
                pod("web-1", Map.of(), owner),
                Optional.of(retainedRow()),
                new StatefulSetFacts("web-uid", false, 0, 2));
        var plan = plan(seen);

        assertThat(plan.placement().addresses().ipText()).isNotEqualTo("10.16.0.4");
        assertThat(NewPlacement.premises(plan, seen)).isEqualTo(new Premises(true, false));
    }

    /** The Pod's port is as a former set of the name has left it to later ones. */
    private Observation lookAtNamesake(Map<String, String> annotations) {
        var former = new StatefulSetMember("web", Optional.of("former-uid"), 1);
        var left = new PortOwnership(former, Optional.empty())
                .under(new RetentionPolicy(RetentionPolicy.Choice.RETAIN, RetentionPolicy.Choice.RETAIN));
        var owner = new OwnerReference("apps/v1", "StatefulSet", "web", "web-uid");
        return look(
                pod("web-1", annotations, owner),
                Optional.of(row(PortIdentity.of("shop", "web-1"), left)),
                new StatefulSetFacts("web-uid", false, 0, 2));
    }

    @Test
    void whatIsLeftToNamesakesIsTakenOnlyByAPodThatExists() {
        var seen = lookAtNamesake(Map.of());
        var plan = plan(seen);

        assertThat(plan.placement().addresses().ipText()).isEqualTo("10.16.0.4");
        assertThat(NewPlacement.premises(plan, seen)).isEqualTo(new Premises(true, false));
        assertThat(NewPlacement.stands(plan, seen, Optional.of(List.of()), Optional.empty()))
                .isFalse();
        assertThat(NewPlacement.stands(plan, seen, Optional.of(seen.pods()), Optional.empty()))
                .isTrue();
    }

    /** A backup has brought the row of the Pod before it back, from which the living one differs in the MAC alone. */
    @Test
    void aPodKeepsTheMacThatItWasToldIfItIsThereStill() {
        var told = new HashMap<>(TOLD);
        told.put("ovn.kubernetes.io/ip_address", "10.16.0.4");
        var seen = lookAtNamesake(told);
        var plan = plan(seen);

        assertThat(plan.placement().addresses()).hasToString("02:00:00:00:00:77 10.16.0.4");
        assertThat(NewPlacement.premises(plan, seen)).isEqualTo(new Premises(true, false));
        assertThat(NewPlacement.stands(plan, seen, Optional.of(seen.pods()), Optional.empty()))
                .isTrue();
        assertThat(NewPlacement.stands(plan, seen, Optional.of(List.of()), Optional.empty()))
                .as("it may be the Pod before the one that the port was retained for since")
                .isFalse();
    }

    @Test
    void whatWasToldCountsUnlessThePlanKnewOfIt() {
        var untold = lookAtNamesake(Map.of());
        var known = lookAtNamesake(TOLD);
        var plan = plan(untold);

        assertThat(NewPlacement.stands(plan, untold, Optional.of(known.pods()), Optional.empty()))
                .isFalse();
        assertThat(NewPlacement.stands(plan, known, Optional.of(known.pods()), Optional.empty()))
                .as("or it would wait for ever, and nobody be told why")
                .isTrue();
    }
}
