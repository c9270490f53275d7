package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Jurisdiction.Authority;
import io.github.ovnnb.agent.domain.OwnerFacts.Gone;
import io.github.ovnnb.agent.domain.OwnerFacts.NotSeen;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.Unreadable;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.VirtualMachineFacts.Running;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who of many node agents may do what; we are the one of node {@code here}. */
class JurisdictionTest {
    private static final PortIdentity MEMBER = PortIdentity.of("shop", "web-0");
    private static final PortIdentity MACHINE = PortIdentity.of("shop", "vm");
    private static final Subnet SUBNET = ((SubnetSpec.Good)
                    SubnetSpec.of("s1", "10.16.0.0/16").isDefault(true).build().read())
            .subnet();
    private static final String ROW = "02:00:00:00:00:01 10.16.0.5";

    /**
     * pod: the node of the member's Pod as far as we see it, with its phase if that is not Running; row: the uid that the row names as its
     * user; known: what we know of that user's end.
     */
    @ParameterizedTest(name = "{0}: Pod {1}, row of {2} ({3}) -> {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            one node | here           | -     |         | OWN
            one node | here           | mine  |         | OWN
            one node | here           | other |         | OWN_IF_POD_EXISTS
            one node | here           | other | deleted | OWN_IF_POD_EXISTS
            one node | here finished  | mine  |         | OWN
            one node | here finished  | other |         | -
            one node | -              | mine  | deleted | OWN
            one node | -              | mine  |         | -
            one node | -              | other | absent  | -
            one node | -              | -     |         | -
            all      | -              | -     |         | SWEEPER
            all      | -              | other |         | -
            all      | -              | other | absent  | SWEEPER
            all      | -              | other | deleted | SWEEPER
            all      | there          | mine  |         | -
            all      | there          | -     |         | -
            all      | there finished | mine  |         | SWEEPER
            all      | nowhere        | -     |         | -
            all      | here           | mine  |         | OWN
            all      | here           | other |         | OWN_IF_POD_EXISTS
            central  | there          | -     |         | OWN
            central  | there          | mine  |         | OWN
            central  | there          | other |         | OWN_IF_POD_EXISTS
            central  | there          | other | deleted | OWN
            central  | there finished | other |         | OWN_IF_POD_EXISTS
            central  | -              | other |         | OWN
            all      | there finished | other | deleted | SWEEPER_IF_POD_EXISTS
            """)
    void eachActsForItsOwnAndOneForAll(String sees, String pod, String user, String known, Authority expected) {
        var pods =
                Optional.ofNullable(pod).map(JurisdictionTest::member).stream().toList();
        var seen = new Observation(
                MEMBER,
                pods,
                Optional.of(row(MEMBER, new StatefulSetMember("web", Optional.of("set"), 0), user)),
                SET,
                SET,
                List.of(SUBNET),
                new SubnetCatalog(List.of(SUBNET)));
        var us = sees.equals("central")
                ? Jurisdiction.everywhere()
                : Jurisdiction.ofNode("here").seeing(sees.equals("all"));

        var authority = us.over(plan(seen), seen, uid -> "deleted".equals(known), uid -> "absent".equals(known));

        assertThat(authority).isEqualTo(Optional.ofNullable(expected));
    }

    /** The launcher of a machine on a node, where the instance says that it runs, and what that means for the row that x uses. */
    @ParameterizedTest(name = "{0}: launcher on {1}, runs on {2}, migrations {3} -> {4}, used by {5}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            one node | here  | here  |    | OWN     | y
            one node | here  | there | m1 | OWN     | x
            one node | here  | there |    | OWN     | x
            one node | there | there |    | -       | -
            all      | there | there | m1 | -       | -
            """)
    void aMachinesPortIsUsedByTheLauncherWhereItRuns(
            String sees, String launcher, String runs, String migrations, Authority expected, String user) {
        var facts = machine(runs, migrations == null ? Set.of() : Set.of(migrations));
        var seen = machinePort(facts, List.of(launcher("y", launcher)), ChassisBinding.ANYWHERE);
        var us = Jurisdiction.ofNode("here").seeing(sees.equals("all"));

        var plan = plan(seen);

        assertThat(us.over(plan, seen, uid -> false, uid -> false)).isEqualTo(Optional.ofNullable(expected));
        if (user != null) {
            assertThat(user(plan)).isEqualTo(user);
        }
    }

    @Test
    void theAgentThatSeesAllPinsAMigratingMachineToBothNodesWhoeverServesIt() {
        var facts = machine("there", Set.of("m1"));
        var target = launcher("y", "elsewhere", Map.of("kubevirt.io/migrationJobName", "m1"));
        var seen = machinePort(facts, List.of(launcher("x", "there"), target), ChassisBinding.ANYWHERE);

        assertThat(Jurisdiction.ofNode("here").seeing(true).over(plan(seen), seen, uid -> false, uid -> false))
                .contains(Authority.SWEEPER);
    }

    @Test
    void nobodyRetainsThePortOfAMachineThatLivesOnAnotherNode() {
        var gone = machinePort(machine("there", Set.of()), List.of(), ChassisBinding.ANYWHERE);
        var stopped = machinePort(
                new VirtualMachineFacts("vm-1", false, Optional.empty()), List.of(), ChassisBinding.ANYWHERE);
        var us = Jurisdiction.ofNode("here");

        assertThat(us.over(plan(gone), gone, uid -> true, uid -> false)).isEmpty();
        assertThat(us.over(plan(stopped), stopped, uid -> true, uid -> false)).contains(Authority.OWN);
    }

    @Test
    void aMachineThatIsSaidToRunHereWithoutALauncherHasMovedUnheardOf() {
        var outdated = machinePort(machine("here", Set.of()), List.of(), ChassisBinding.ANYWHERE);

        assertThat(Jurisdiction.ofNode("here").over(plan(outdated), outdated, uid -> true, uid -> false))
                .isEmpty();
    }

    /** The source's agent may learn of the machine after its launcher's end: the target relies on what the row says of chassis. */
    @Test
    void aMachineThatCannotBeReadMayRunElsewhere() {
        var migrating = new ChassisBinding("here,there", "rarp");
        var unreadable = machinePort(new Unreadable(), List.of(), migrating);
        var unheardOf = machinePort(new NotSeen(), List.of(), migrating);
        var gone = machinePort(new Gone(), List.of(), migrating);
        var us = Jurisdiction.ofNode("here");

        assertThat(plan(unreadable)).as("would unpin it").isInstanceOf(Plan.Keep.class);
        assertThat(us.over(plan(unreadable), unreadable, uid -> true, uid -> false))
                .isEmpty();
        assertThat(us.over(plan(unheardOf), unheardOf, uid -> true, uid -> false))
                .isEmpty();
        assertThat(us.over(plan(gone), gone, uid -> true, uid -> false)).contains(Authority.OWN);
    }

    @Test
    void theRowOfAMachineMovesToWhatItsLauncherWasToldOnlyIfThatLauncherExists() {
        var told = Map.of("ovn.kubernetes.io/allocated", "true", "ovn.kubernetes.io/ip_address", "10.16.0.99");
        var seen =
                machinePort(machine("here", Set.of()), List.of(launcher("y", "here", told)), ChassisBinding.ANYWHERE);

        assertThat(Jurisdiction.ofNode("here").over(plan(seen), seen, uid -> false, uid -> false))
                .as("it may be one of a former machine of that name, gone unheard of")
                .contains(Authority.OWN_IF_POD_EXISTS);
    }

    @Test
    void theAgentThatSeesAllRebindsAMachineElsewhereButNeverMovesItsAddresses() {
        var wish = Map.of("ovn.kubernetes.io/ip_address", "10.16.0.99");
        var migrated = new ChassisBinding("before,there", "rarp");
        var us = Jurisdiction.ofNode("here").seeing(true);

        var stays = machinePort(machine("there", Set.of()), List.of(launcher("x", "there")), migrated);
        assertThat(us.over(plan(stays), stays, uid -> false, uid -> false)).contains(Authority.SWEEPER);

        var moves = machinePort(machine("there", Set.of()), List.of(launcher("y", "there", wish)), migrated);
        assertThat(((Plan.Bind) plan(moves)).placement().addresses().ipText()).isEqualTo("10.16.0.99");
        assertThat(us.over(plan(moves), moves, uid -> false, uid -> false)).isEmpty();
    }

    @Test
    void norDoesItSayWhichLauncherHasThePort() {
        var seen = machinePort(
                machine("there", Set.of()),
                List.of(launcher("y", "there")),
                new ChassisBinding("before,there", "rarp"));
        var plan = plan(seen);
        assertThat(user(plan)).isEqualTo("y");

        assertThat(Jurisdiction.ofNode("here").seeing(true).over(plan, seen, uid -> false, uid -> false))
                .as("the row may be of an old backup, and y have been told other addresses since")
                .isEmpty();
    }

    @Test
    void eachPodIsToldByTheAgentOfItsOwnNode() {
        var target = launcher("y", "there", Map.of("kubevirt.io/migrationJobName", "m1"));
        var seen = machinePort(
                machine("here", Set.of("m1")), List.of(launcher("x", "here"), target), ChassisBinding.ANYWHERE);
        var bind = (Plan.Bind) plan(seen);
        assertThat(bind.patches()).extracting(AnnotationPatch::uid).containsExactly("x", "y");

        assertThat(Jurisdiction.ofNode("here").seeing(true).toldByUs(bind, seen))
                .extracting(AnnotationPatch::uid)
                .containsExactly("x");
        assertThat(Jurisdiction.ofNode("there").toldByUs(bind, seen))
                .extracting(AnnotationPatch::uid)
                .containsExactly("y");
        assertThat(Jurisdiction.everywhere().toldByUs(bind, seen)).isEqualTo(bind.patches());
    }

    @Test
    void theSourceOfAMigrationDoesNotJudgeItsEnd() {
        var both = Optional.of(row(MACHINE, new VirtualMachine("vm", Optional.of("vm-1")), "x", "here,there"));
        var us = Jurisdiction.ofNode("here");

        var seen = (VirtualMachineFacts) us.asSeen(machine("here", Set.of()), both);

        assertThat(LiveMigrationRule.bindingOf(
                        seen, List.of(launcher("x", "here")), new ChassisBinding("here,there", "rarp")))
                .isEqualTo(new ChassisBinding("here,there", "rarp"));
        assertThat(us.seeing(true).asSeen(machine("here", Set.of()), both)).isEqualTo(machine("here", Set.of()));
        assertThat(us.asSeen(machine("there", Set.of()), both)).isEqualTo(machine("there", Set.of()));
    }

    @Test
    void portsThatNoPodOfOursHasOrHadNeedNotBeLookedInto() {
        var theirs = Optional.of(row(MEMBER, new StatefulSetMember("web", Optional.of("set"), 0), "other"));
        var us = Jurisdiction.ofNode("here");

        assertThat(us.mayConcern(List.of(), theirs, uid -> false)).isFalse();
        assertThat(us.mayConcern(List.of(), theirs, "other"::equals)).isTrue();
        assertThat(us.mayConcern(List.of(member("here")), theirs, uid -> false)).isTrue();
        assertThat(us.seeing(true).mayConcern(List.of(), theirs, uid -> false)).isTrue();
        assertThat(Jurisdiction.everywhere().mayConcern(List.of(), theirs, uid -> false))
                .isTrue();
    }

    /** Of one that went unheard of, the address may have been given to another, whose row was lost as well. */
    @Test
    void aLostRowIsMadeAnewOnlyForAPodThatExists() {
        var untold = withoutRow(member("here"));
        var told = withoutRow(member(
                "here",
                Map.of(
                        "ovn.kubernetes.io/allocated", "true",
                        "ovn.kubernetes.io/logical_switch", "s1",
                        "ovn.kubernetes.io/ip_address", "10.16.0.99",
                        "ovn.kubernetes.io/mac_address", "02:00:00:00:00:09")));

        for (var us : List.of(Jurisdiction.everywhere(), Jurisdiction.ofNode("here"))) {
            assertThat(us.over(plan(untold), untold, uid -> false, uid -> false))
                    .contains(Authority.OWN);
            assertThat(us.over(plan(told), told, uid -> false, uid -> false)).contains(Authority.OWN_IF_POD_EXISTS);
        }
    }

    private static Observation withoutRow(PodFacts pod) {
        return new Observation(
                MEMBER,
                List.of(pod),
                Optional.empty(),
                SET,
                new NotSeen(),
                List.of(SUBNET),
                new SubnetCatalog(List.of(SUBNET)));
    }

    @Test
    void aCentralAgentActsForEverybody() {
        var seen = machinePort(machine("there", Set.of()), List.of(launcher("y", "there")), ChassisBinding.ANYWHERE);

        assertThat(Jurisdiction.everywhere().over(plan(seen), seen, uid -> false, uid -> false))
                .contains(Authority.OWN);
    }

    private static final StatefulSetFacts SET = new StatefulSetFacts("set", false, 0, 1, Set.of(), "1");

    private static Plan plan(Observation seen) {
        var book = new AddressBook();
        book.define(seen.catalog());
        seen.row().ifPresent(row -> {
            var unused = book.rowIs(row);
        });
        return new PortPlanner(book, new PortDefaults(false), new Random(1)).plan(seen);
    }

    /** As the row says already, or is to say. */
    private static String user(Plan plan) {
        return ((Plan.Bind) plan)
                .change()
                .flatMap(change ->
                        ((PortChange.Update) change).spec().ownership().podUid())
                .orElse("x");
    }

    private static PodFacts member(String nodeAndPhase) {
        return member(nodeAndPhase, Map.of());
    }

    private static PodFacts member(String nodeAndPhase, Map<String, String> annotations) {
        var words = nodeAndPhase.split(" ");
        return new PodFacts(
                "shop",
                "web-0",
                "mine",
                "5",
                annotations,
                Optional.of(new OwnerReference("apps/v1", "StatefulSet", "web", "set")),
                words.length > 1 ? Phase.SUCCEEDED : Phase.RUNNING,
                false,
                false,
                words[0].equals("nowhere") ? "" : words[0]);
    }

    private static PodFacts launcher(String uid, String node) {
        return launcher(uid, node, Map.of());
    }

    private static PodFacts launcher(String uid, String node, Map<String, String> annotations) {
        return new PodFacts(
                "shop",
                "virt-launcher-vm-" + uid,
                uid,
                "5",
                annotations,
                Optional.of(new OwnerReference("kubevirt.io/v1", "VirtualMachineInstance", "vm", "vmi-1")),
                Phase.RUNNING,
                false,
                false,
                node);
    }

    private static VirtualMachineFacts machine(String runs, Set<String> migrations) {
        return new VirtualMachineFacts("vm-1", false, Optional.of(new Running("vmi-1", runs, migrations)));
    }

    private static Observation machinePort(OwnerFacts machine, List<PodFacts> launchers, ChassisBinding binding) {
        return new Observation(
                MACHINE,
                launchers,
                Optional.of(
                        row(MACHINE, new VirtualMachine("vm", Optional.of("vm-1")), "x", binding.requestedChassis())),
                launchers.isEmpty() ? new NotSeen() : machine,
                machine,
                List.of(SUBNET),
                new SubnetCatalog(List.of(SUBNET)));
    }

    private static PortFacts row(PortIdentity port, Workload workload, String user) {
        return row(port, workload, user, "");
    }

    private static PortFacts row(PortIdentity port, Workload workload, String user, String chassis) {
        return new PortFacts(
                new UUID(1, 1),
                port.portName(),
                Set.of("s1"),
                Set.of(ROW),
                Set.of(),
                Optional.of(port),
                Optional.of(new PortOwnership(workload, Optional.ofNullable(user))),
                new ChassisBinding(chassis, chassis.contains(",") ? "rarp" : ""),
                "kube-ovn");
    }
}
