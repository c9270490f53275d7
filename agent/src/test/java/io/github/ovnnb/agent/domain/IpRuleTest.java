package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IpRuleTest {
    private static final PortIdentity PORT = PortIdentity.of("default", "web-0");
    private static final String ROW = "0a:00:00:00:00:01 10.0.0.5 fd00::5";
    private static final IpSpec SPEC = new IpSpec(
            "web-0", "default", "s", "node-1", "10.0.0.5,fd00::5", "10.0.0.5", "fd00::5", "0a:00:00:00:00:01", "");

    private static Optional<PortFacts> row(Workload workload, String logicalSwitch) {
        return Optional.of(new PortFacts(
                new UUID(0, 1),
                PORT.portName(),
                Set.of(logicalSwitch),
                Set.of(ROW),
                Set.of(),
                Optional.of(PORT),
                Optional.of(new PortOwnership(workload, Optional.of("uid"))),
                ChassisBinding.ANYWHERE,
                "kube-ovn"));
    }

    private static Map<String, String> ourLabels(String reserved) {
        var labels = new HashMap<>(Map.of(
                "app.kubernetes.io/managed-by", "ovn-nb-agent",
                "ovn.kubernetes.io/subnet", "s",
                "ovn.kubernetes.io/node-name", "node-1",
                "s", ""));
        if (!reserved.isEmpty()) {
            labels.put(IpFacts.RESERVED, reserved);
        }
        return labels;
    }

    private static IpFacts ip(Map<String, String> labels, boolean deleting, IpSpec spec, String... finalizers) {
        return new IpFacts(PORT.portName(), "u", "7", labels, List.of(finalizers), deleting, spec);
    }

    private static IpFacts ours(String reserved) {
        return ip(ourLabels(reserved), false, SPEC);
    }

    private static IpFacts kubeOvns(String reserved, String... finalizers) {
        return ip(Map.of(IpFacts.RESERVED, reserved, "s", ""), false, SPEC, finalizers);
    }

    private static IpFacts users(boolean deleting) {
        return ip(Map.of("team", "shop"), deleting, SPEC);
    }

    private static String words(IpAction action) {
        if (action instanceof IpAction.Update update) {
            return "Update " + update.finalizers();
        }
        return action.getClass().getSimpleName();
    }

    static Stream<Arguments> cases() {
        var kubeOvn = "kubeovn.io/kube-ovn-controller";
        return Stream.of(
                Arguments.of("no port, no resource", false, null, "Nothing"),
                Arguments.of("a new port", true, null, "Create"),
                Arguments.of("as it should be", true, ours("false"), "Nothing"),
                Arguments.of("as it should be, and reserved", true, ours("true"), "Nothing"),
                Arguments.of("stale", false, ours("false"), "Delete"),
                Arguments.of("stale, somebody took the label off", false, ours(""), "Delete"),
                Arguments.of("stale, but reserved", false, ours("true"), "Nothing"),
                Arguments.of("a user's own, port or not", true, users(false), "Nothing"),
                Arguments.of("a user's own without port", false, users(false), "Nothing"),
                Arguments.of("a user's own that goes", false, users(true), "Nothing"),
                Arguments.of("kube-ovn's, taken over", true, kubeOvns("false", kubeOvn, "theirs"), "Update [theirs]"),
                Arguments.of("kube-ovn's, stale", false, kubeOvns("false", kubeOvn), "Update []"),
                Arguments.of("kube-ovn's, stale but reserved", false, kubeOvns("true", kubeOvn), "Nothing"),
                Arguments.of("not reserved, of nobody we know", false, kubeOvns("false"), "Nothing"),
                Arguments.of(
                        "stuck on kube-ovn's finalizer",
                        true,
                        ip(ourLabels("false"), true, SPEC, kubeOvn),
                        "Update []"),
                Arguments.of("going", true, ip(ourLabels("false"), true, SPEC, "theirs"), "Nothing"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("cases")
    void saysWhatToDo(String name, boolean port, IpFacts present, String expected) {
        var row = port ? row(new Standalone(), "s") : Optional.<PortFacts>empty();

        assertThat(words(IpRule.decide(PORT, row, Optional.of("node-1"), Optional.ofNullable(present))))
                .as(name)
                .isEqualTo(expected);
    }

    @Test
    void writesWhatKubeOvnWrites() {
        assertThat(IpRule.decide(PORT, row(new Standalone(), "s"), Optional.of("node-1"), Optional.empty()))
                .isEqualTo(new IpAction.Create("web-0.default", SPEC, ourLabels("false")));
    }

    @Test
    void namesTheKindOfOwnerThatKubeOvnKnows() {
        assertThat(podType(new StatefulSetMember("web", Optional.empty(), 0))).isEqualTo("StatefulSet");
        assertThat(podType(new StatefulSetMember(StatefulSetMember.KRUISE, "web", Optional.empty(), 0)))
                .isEmpty();
        assertThat(podType(new VirtualMachine("web-0", Optional.empty()))).isEqualTo("VirtualMachine");
    }

    private static String podType(Workload workload) {
        return ((IpAction.Create) IpRule.decide(PORT, row(workload, "s"), Optional.empty(), Optional.empty()))
                .spec()
                .podType();
    }

    @Test
    void keepsTheNodeOfARetainedPortAndTakesTheFormerSubnetsLabelOff() {
        assertThat(IpRule.decide(PORT, row(new Standalone(), "t"), Optional.empty(), Optional.of(ours("true"))))
                .isInstanceOfSatisfying(IpAction.Update.class, update -> {
                    assertThat(update.spec().nodeName()).isEqualTo("node-1");
                    assertThat(update.former()).containsExactly("s");
                    assertThat(update.labels())
                            .containsEntry("t", "")
                            .containsEntry("ovn.kubernetes.io/subnet", "t")
                            .doesNotContainKey(IpFacts.RESERVED);
                });
    }

    @Test
    void leavesOutALabelThatIsTooLong() {
        var node = "n".repeat(64);

        assertThat(IpRule.decide(PORT, row(new Standalone(), "s"), Optional.of(node), Optional.empty()))
                .isInstanceOfSatisfying(IpAction.Create.class, create -> {
                    assertThat(create.labels()).doesNotContainKey("ovn.kubernetes.io/node-name");
                    assertThat(create.spec().nodeName()).isEqualTo(node);
                });
    }

    @Test
    void readsReservations() {
        assertThat(users(false).reservation()).hasValueSatisfying(reserved -> {
            assertThat(reserved.forPort()).contains("web-0.default");
            assertThat(reserved.held()).isEqualTo(HeldAddresses.read(List.of(ROW)));
        });
        assertThat(users(true).reservation()).isEmpty();
        assertThat(ours("false").reservation()).isEmpty();
        assertThat(ours("true").reservation()).isPresent();
        assertThat(kubeOvns("true").reservation()).isPresent();
        assertThat(kubeOvns("false").reservation()).isEmpty();
    }

    @Test
    void readsWhomAReservationIsFor() {
        assertThat(named("printer", "", "").reservation().orElseThrow().forPort())
                .isEmpty();
        assertThat(named("any-name", "default", "web-0")
                        .reservation()
                        .orElseThrow()
                        .forPort())
                .contains("web-0.default");
        assertThat(named("web-0.default.net1.default.ovn", "default", "web-0").port())
                .contains(new PortIdentity("default", "web-0", new Provider("net1.default.ovn")));
    }

    private static IpFacts named(String name, String namespace, String pod) {
        var spec = new IpSpec(pod, namespace, "s", "", "10.0.0.5", "", "", "", "");
        return new IpFacts(name, "u", "7", Map.of(), List.of(), false, spec);
    }

    @Test
    void reservesNothingWithoutAnAddressOrSubnet() {
        var noAddress = new IpSpec("", "", "s", "", "nonsense", "", "", "", "");
        var noSubnet = new IpSpec("", "", "", "", "10.0.0.5", "", "", "", "");

        assertThat(ip(Map.of(), false, noAddress).reservation()).isEmpty();
        assertThat(ip(Map.of(), false, noSubnet).reservation()).isEmpty();
    }
}
