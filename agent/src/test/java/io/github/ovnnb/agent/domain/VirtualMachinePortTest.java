package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.OwnerFacts.Gone;
import io.github.ovnnb.agent.domain.OwnerFacts.NotSeen;
import io.github.ovnnb.agent.domain.OwnerFacts.Unreadable;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The life of a virtual machine's port: one port under the machine's name, whatever its launcher Pods are called. */
class VirtualMachinePortTest {
    private static final PortIdentity VM = PortIdentity.of("shop", "vm");
    private static final Subnet SUBNET = ((SubnetSpec.Good)
                    SubnetSpec.of("s1", "10.16.0.0/16").isDefault(true).build().read())
            .subnet();
    private static final String ROW = "02:00:00:00:00:01 10.16.0.5";
    private static final VirtualMachineFacts STOPPED = new VirtualMachineFacts("vm-1", false, Optional.empty());
    private static final VirtualMachineFacts RUNNING =
            new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-1", "node-a", Set.of())));

    @Test
    void launcherPodsShareTheMachinesIdentity() {
        assertThat(PortIdentity.ofPod(launcher("virt-launcher-vm-x1"))).isEqualTo(VM);
    }

    @Test
    void theFirstStartMakesAPortThatRemembersTheMachine() {
        var bind = (Plan.Bind) plan(RUNNING, Optional.empty(), launcher("virt-launcher-vm-x1"));

        assertThat(((PortChange.Create) bind.change().orElseThrow())
                        .spec()
                        .ownership()
                        .workload())
                .isEqualTo(new VirtualMachine("vm", Optional.of("vm-1")));
        assertThat(bind.patches())
                .singleElement()
                .satisfies(patch -> assertThat(patch.pod()).isEqualTo("virt-launcher-vm-x1"));
    }

    @Test
    void theNextStartGetsTheSameRowAndAddresses() {
        var bind =
                (Plan.Bind) plan(RUNNING, Optional.of(row("vm-1", Optional.empty())), launcher("virt-launcher-vm-x2"));

        assertThat(bind.change().orElseThrow()).isInstanceOf(PortChange.Update.class);
        assertThat(bind.placement().addresses()).hasToString(ROW);
    }

    @Test
    void aStoppedMachineKeepsItsPort() {
        assertThat(plan(STOPPED, Optional.of(row("vm-1", Optional.of("x1")))))
                .isInstanceOfSatisfying(
                        Plan.Keep.class, keep -> assertThat(keep.change()).isPresent());
        assertThat(plan(STOPPED, Optional.of(row("vm-1", Optional.empty()))))
                .isInstanceOfSatisfying(
                        Plan.Keep.class, keep -> assertThat(keep.change()).isEmpty());
    }

    @Test
    void aDeletedMachineGivesItUp() {
        assertThat(plan(new Gone(), Optional.of(row("vm-1", Optional.empty())))).isInstanceOf(Plan.Drop.class);
        assertThat(plan(
                        new VirtualMachineFacts("vm-1", true, Optional.empty()),
                        Optional.of(row("vm-1", Optional.empty()))))
                .isInstanceOf(Plan.Drop.class);
    }

    @Test
    void aMachineMadeAnewUnderTheNameDoesNotInherit() {
        var anew = new VirtualMachineFacts("vm-2", false, Optional.of(new Running("vmi-1", "node-a", Set.of())));

        assertThat(plan(anew, Optional.of(row("vm-1", Optional.empty())), launcher("virt-launcher-vm-x9")))
                .isInstanceOf(Plan.Drop.class);
    }

    @Test
    void aLauncherWhoseInstanceHasNotBeenHeardOfWaits() {
        var former = new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-0", "node-a", Set.of())));

        assertThat(plan(former, Optional.empty(), launcher("x9"))).isInstanceOf(Plan.NotYet.class);
        assertThat(plan(STOPPED, Optional.empty(), launcher("x9"))).isInstanceOf(Plan.NotYet.class);
    }

    @Test
    void whileTheFormerMachinesEndIsNotProvedTheNewOneNeitherInheritsNorReleases() {
        var anew = new VirtualMachineFacts("vm-2", false, Optional.of(new Running("vmi-1", "node-a", Set.of())));
        var row = Optional.of(row("vm-1", Optional.empty()));

        assertThat(plan(new AddressBook(), anew, new NotSeen(), row, launcher("x9")))
                .isInstanceOf(Plan.NotYet.class);
    }

    @Test
    void aLauncherOfAFormerMachineDoesNotSignOverItsPortToTheNewOne() {
        var anew = new VirtualMachineFacts("vm-2", false, Optional.of(new Running("vmi-2", "node-a", Set.of())));

        var bind = (Plan.Bind) plan(anew, Optional.of(row("vm-1", Optional.of("x1"))), launcher("x1"));

        assertThat(bind.change()).as("to a row that names the former machine").isEmpty();
    }

    @Test
    void aMachineThatIsGoneBeforeItsLauncherIsRemembered() {
        var bind = (Plan.Bind) plan(new NotSeen(), Optional.of(row("vm-1", Optional.of("x1"))), launcher("x1"));

        assertThat(bind.change()).as("to a row that names the machine").isEmpty();
    }

    @Test
    void whileALauncherHasThePortItIsNotTheFormerMachinesAloneThoughAnotherHasTheName() {
        var anew = new VirtualMachineFacts("vm-2", false, Optional.of(new Running("vmi-1", "node-a", Set.of())));

        assertThat(plan(anew, Optional.of(row("vm-1", Optional.of("x9"))), launcher("x10"), launcher("x9")))
                .isInstanceOf(Plan.Bind.class);
    }

    /** What it was told we may not have heard of yet; and its wish is the template's, to which another machine may have moved since. */
    @Test
    void aLauncherThatHasTakenOverKeepsWhatTheMachineHas() {
        var target = launcher(
                "x2", Map.of("kubevirt.io/migrationJobName", "m1", "ovn.kubernetes.io/ip_address", "10.16.0.99"));

        var bind = (Plan.Bind) plan(RUNNING, Optional.of(row("vm-1", Optional.of("x1"))), target);

        assertThat(bind.placement().addresses()).hasToString(ROW);
    }

    @Test
    void aTargetKeepsWhatItWasToldThoughAnOldBackupsRowSaysOtherwise() {
        var target = launcher(
                "x2",
                Map.of(
                        "kubevirt.io/migrationJobName", "m1",
                        "ovn.kubernetes.io/allocated", "true",
                        "ovn.kubernetes.io/logical_switch", "s1",
                        "ovn.kubernetes.io/ip_address", "10.16.0.7",
                        "ovn.kubernetes.io/mac_address", "02:00:00:00:00:01"));

        var elsewhere =
                new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-1", "source", Set.of("m1"))));
        for (var machine : List.of(RUNNING, elsewhere)) {
            var bind = (Plan.Bind) plan(machine, Optional.of(row("vm-1", Optional.of("x1"))), target);

            assertThat(bind.placement().addresses()).hasToString("02:00:00:00:00:01 10.16.0.7");
        }
    }

    @Test
    void theAddressesThatOneLauncherWasToldAreMadeAnewThoughAnotherComesFirst() {
        var told = Map.of(
                "ovn.kubernetes.io/allocated", "true",
                "ovn.kubernetes.io/ip_address", "10.16.0.5",
                "ovn.kubernetes.io/mac_address", "02:00:00:00:00:01");

        var bind = (Plan.Bind) plan(RUNNING, Optional.empty(), launcher("x10"), launcher("x9", told));

        assertThat(bind.placement().addresses()).hasToString(ROW);
    }

    @Test
    void aLauncherKeepsWhatItWasToldThoughTheRowStillNamesTheOneThatItReplaced() {
        var book = new AddressBook();
        book.rowIs("stranger", Set.of("s1"), HeldAddresses.read(Set.of("02:00:00:00:00:99 10.16.0.5")));
        var told = Map.of("ovn.kubernetes.io/allocated", "true", "ovn.kubernetes.io/ip_address", "10.16.0.5");

        var bind = (Plan.Bind) plan(book, RUNNING, row("vm-1", Optional.of("gone")), launcher("x2", told));

        assertThat(bind.placement().addresses()).hasToString(ROW);
        assertThat(bind.change()).as("the row names it").isPresent();
    }

    @Test
    void theTargetOfAMigrationHasWhatTheSourceHasThoughSomebodyElseTookTheAddressToo() {
        var used = row("vm-1", Optional.of("x9"));
        var book = new AddressBook();
        book.rowIs("stranger", Set.of("s1"), HeldAddresses.read(Set.of("02:00:00:00:00:99 10.16.0.5")));

        var here = plan(book, RUNNING, used, launcher("x10"), launcher("x9"));
        var onAnotherNode =
                new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-1", "node-b", Set.of("m"))));
        var elsewhere = plan(book, onAnotherNode, used, launcher("x10", Map.of("kubevirt.io/migrationJobName", "m")));

        assertThat(((Plan.Bind) here).placement().addresses()).hasToString(ROW);
        assertThat(((Plan.Bind) elsewhere).placement().addresses()).hasToString(ROW);
    }

    @Test
    void whereMachinesCantBeReadThePortIsKept() {
        assertThat(plan(new Unreadable(), Optional.of(row("vm-1", Optional.empty()))))
                .isInstanceOf(Plan.Keep.class);
        assertThat(plan(new NotSeen(), Optional.empty(), launcher("virt-launcher-vm-x1")))
                .isInstanceOf(Plan.NotYet.class);
    }

    @Test
    void bothLaunchersOfAMigrationAreToldTheSameAddresses() {
        var migrating =
                new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-1", "node-a", Set.of("m1"))));
        var target = new PodFacts(
                "shop",
                "virt-launcher-vm-y",
                "y",
                "1",
                Map.of("kubevirt.io/migrationJobName", "m1"),
                Optional.of(INSTANCE),
                Phase.PENDING,
                false,
                false,
                "node-b");

        var bind = (Plan.Bind) plan(
                migrating,
                Optional.of(row("vm-1", Optional.of("virt-launcher-vm-x"))),
                launcher("virt-launcher-vm-x"),
                target);

        assertThat(bind.patches())
                .extracting(AnnotationPatch::pod)
                .containsExactly("virt-launcher-vm-x", "virt-launcher-vm-y");
        assertThat(((PortChange.Update) bind.change().orElseThrow()).spec().binding())
                .contains(ChassisBinding.migrating("node-a", "node-b"));
    }

    @Test
    void theLauncherOfAMachineMadeAnewIsToldNothingWhileThatOfTheFormerIsSeen() {
        var former = launcher("virt-launcher-vm-x");
        var another = new PodFacts(
                "shop",
                "virt-launcher-vm-y",
                "y",
                "1",
                Map.of(),
                Optional.of(new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "vm", "vmi-2")),
                Phase.PENDING,
                false,
                false,
                "node-b");

        var bind = (Plan.Bind) plan(RUNNING, Optional.of(row("vm-1", Optional.of(former.uid()))), former, another);

        assertThat(bind.patches())
                .as("the port goes with the former machine")
                .extracting(AnnotationPatch::pod)
                .containsExactly(former.name());
    }

    private static final OwnerReference INSTANCE =
            new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "vm", "vmi-1");

    private static Plan plan(OwnerFacts machine, Optional<PortFacts> row, PodFacts... launchers) {
        return plan(new AddressBook(), machine, row, launchers);
    }

    private static Plan plan(AddressBook book, OwnerFacts machine, PortFacts row, PodFacts... launchers) {
        return plan(book, machine, Optional.of(row), launchers);
    }

    private static Plan plan(AddressBook book, OwnerFacts machine, Optional<PortFacts> row, PodFacts... launchers) {
        return plan(book, machine, machine, row, launchers);
    }

    private static Plan plan(
            AddressBook book, OwnerFacts machine, OwnerFacts ofRow, Optional<PortFacts> row, PodFacts... launchers) {
        var catalog = new SubnetCatalog(List.of(SUBNET));
        book.define(catalog);
        row.ifPresent(port -> book.rowIs(port));
        var seen = new Observation(VM, List.of(launchers), row, machine, ofRow, List.of(SUBNET), catalog);
        return new PortPlanner(book, new PortDefaults(false), new Random(1)).plan(seen);
    }

    private static PodFacts launcher(String name) {
        return launcher(name, Map.of());
    }

    private static PodFacts launcher(String name, Map<String, String> annotations) {
        return new PodFacts(
                "shop", name, name, "1", annotations, Optional.of(INSTANCE), Phase.RUNNING, false, false, "node-a");
    }

    private static PortFacts row(String machineUid, Optional<String> podUid) {
        var ownership = new PortOwnership(new VirtualMachine("vm", Optional.of(machineUid)), podUid);
        return new PortFacts(
                new UUID(1, 1),
                VM.portName(),
                Set.of("s1"),
                Set.of(ROW),
                Set.of(),
                Optional.of(VM),
                Optional.of(ownership),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
    }
}
