package io.github.ovnnb.agent.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortPlanner;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.domain.WakeKey;
import io.github.ovnnb.agent.domain.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionRuleTest {
    private static final String SHOP = "shop";
    private static final String TAKEN = "10.0.0.9";

    private final Town town = new Town();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ip_address  | nonsense        | ValidatePodNetworkFailed | \"nonsense\" is not an IP address such as 10.16.0.15",
                "mac_address | 00:00           | ValidatePodNetworkFailed | is not a MAC address",
                "ip_family   | ipv5            | ValidatePodNetworkFailed | is neither ipv4 nor ipv6",
                "ip_pool     | 10.0.0.2;x      | ValidatePodNetworkFailed | has the entry \"x\", which is not an IP address",
                "ip_address  | 10.0.0.1        | ValidatePodNetworkFailed | it is the gateway of subnet s1",
                "ip_address  | 10.0.0.0        | ValidatePodNetworkFailed | it is the network address of 10.0.0.0/28",
                "ip_address  | 10.9.0.1        | AcquireAddressFailed     | 10.9.0.1 is outside of subnet s1 (10.0.0.0/28)",
                "ip_pool     | 10.9.0.1        | AcquireAddressFailed     | 10.9.0.1 is outside of subnet s1 (10.0.0.0/28)",
            })
    void refusesWhatNoWaitingWouldPutRight(String key, String value, String reason, String words) {
        for (var kind : List.of("Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")) {
            var verdict = town.judge(applicant(kind, "web", Map.of(key, value)));

            assertThat(verdict.refusal()).as(kind).isPresent();
            assertThat(verdict.refusal().get().reason()).isEqualTo(reason);
            assertThat(verdict.refusal().get().message())
                    .startsWith("annotation ovn.kubernetes.io/" + key)
                    .contains(words);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "VirtualMachine"})
    void letsPassWhoAsksForNothingOrForWhatIsFree(String kind) {
        assertThat(town.judge(applicant(kind, "web", Map.of()))).isEqualTo(Verdict.FINE);
        assertThat(town.judge(applicant(kind, "web", Map.of("ip_address", "10.0.0.5"))))
                .isEqualTo(Verdict.FINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pod", "Deployment", "Job"})
    void refusesAnAddressThatSomebodyElseUses(String kind) {
        town.portOf("other", Optional.empty(), false, TAKEN);

        assertThat(town.judge(applicant(kind, "web", Map.of("ip_address", TAKEN)))
                        .refusal())
                .map(Obstacle::message)
                .contains(
                        "10.0.0.9 on subnet s1 is taken by port other.shop; the Pod gets it when that port is released");
    }

    @Test
    void refusesAPoolOfWhichOthersHaveEveryEntry() {
        town.portOf("other", Optional.empty(), false, TAKEN);

        assertThat(town.judge(applicant("Deployment", "web", Map.of("ip_pool", TAKEN)))
                        .refusal())
                .map(Obstacle::message)
                .get()
                .asString()
                .contains("none of the 1 entries is free (10.0.0.9 on subnet s1 is taken by port other.shop");
        assertThat(town.judge(applicant("Deployment", "web", Map.of("ip_pool", TAKEN + ",10.0.0.10"))))
                .isEqualTo(Verdict.FINE);
    }

    /** Old and new Pods of a workload are there at the same time, and have different names. */
    @ParameterizedTest
    @CsvSource({
        "Deployment,  web, apps/v1,  ReplicaSet,  web-7d9c5f",
        "CronJob,     web, batch/v1, Job,         web-29384756",
        "Job,         web, batch/v1, Job,         web",
        "DaemonSet,   web, apps/v1,  DaemonSet,   web",
        "StatefulSet, web, apps/v1,  StatefulSet, web",
    })
    void letsAWorkloadHaveWhatItsOwnPodsHave(
            String kind, String name, String apiVersion, String ownerKind, String ownerName) {
        town.portOf("x-1", Optional.of(new OwnerReference(apiVersion, ownerKind, ownerName, "uid")), false, TAKEN);

        assertThat(town.judge(applicant(kind, name, Map.of("ip_address", TAKEN)))
                        .refusal())
                .isEmpty();
    }

    @Test
    void tellsADeploymentFromAnotherWithALongerName() {
        var otherSet = new OwnerReference("apps/v1", "ReplicaSet", "web-api-7d9c5f", "uid");
        town.portOf("web-api-7d9c5f-x", Optional.of(otherSet), false, TAKEN);

        assertThat(town.judge(applicant("Deployment", "web", Map.of("ip_address", TAKEN)))
                        .refusal())
                .isPresent();
    }

    @Test
    void letsPassWhenTheHolderIsAboutToGo() {
        town.portOf("other", Optional.empty(), true, TAKEN);

        assertThat(town.judge(applicant("Pod", "web", Map.of("ip_address", TAKEN))))
                .isEqualTo(Verdict.FINE);
    }

    /** Its ReplicaSet would try ever more rarely; the Pod that waits is served at once. */
    @Test
    void letsAPodThatAWorkloadMadeWaitForATakenAddress() {
        town.portOf("other", Optional.empty(), false, TAKEN);
        var owner = new OwnerReference("apps/v1", "ReplicaSet", "web-7d9c5f", "uid");

        assertThat(town.judge(pod("web-7d9c5f-x", Optional.of(owner), Map.of("ip_address", TAKEN))))
                .isEqualTo(Verdict.FINE);
        assertThat(town.judge(pod("web-7d9c5f-x", Optional.of(owner), Map.of("ip_address", "10.0.0.1")))
                        .refusal())
                .isPresent();
    }

    @Test
    void looksAtTheEntryOfEveryMemberThatASetWants() {
        var pool = Map.of("ip_pool", "10.0.0.5,10.0.0.1");

        assertThat(town.judge(set(1, pool)).refusal()).isEmpty();
        assertThat(town.judge(set(2, pool)).refusal())
                .map(Obstacle::message)
                .get()
                .asString()
                .contains("10.0.0.1 can't be given to a Pod, it is the gateway");
        assertThat(town.judge(set(3, Map.of("ip_pool", "10.0.0.5,10.0.0.6"))).refusal())
                .map(Obstacle::message)
                .get()
                .asString()
                .contains("the pool has 2 entries, but this is member number 3");
    }

    @Test
    void onlyWarnsOfWhatComesAndGoesWithoutTheApplicantsDoing() {
        var noSubnet = town.judge(applicant("Pod", "web", Map.of("logical_switch", "s9")));

        assertThat(noSubnet.refusal()).isEmpty();
        assertThat(noSubnet.warnings())
                .singleElement()
                .asString()
                .contains("there is no subnet \"s9\"; known subnets: s1");
    }

    @Test
    void warnsOfAnAnnotationThatNoPodInherits() {
        var misplaced = new Applicant(
                SHOP,
                "apps/v1",
                "Deployment",
                "web",
                Map.of(),
                annotations(Map.of("ip_pool", TAKEN)),
                false,
                Optional.empty(),
                Optional.empty());

        assertThat(town.judge(misplaced))
                .isEqualTo(new Verdict(
                        Optional.empty(),
                        List.of("annotation ovn.kubernetes.io/ip_pool stands on the Deployment itself, where no Pod "
                                + "inherits it; move it to the metadata.annotations of the Pod template")));
    }

    @Test
    void readsTheAnnotationsOfAttachmentsToo() {
        var attached = new Applicant(
                SHOP,
                "v1",
                "Pod",
                "web",
                Map.of("net1.shop.ovn.kubernetes.io/ip_address", "x", "example.kubernetes.io/ip_address", "y"),
                Map.of(),
                false,
                Optional.empty(),
                Optional.empty());

        assertThat(town.judge(attached).refusal())
                .map(Obstacle::message)
                .get()
                .asString()
                .startsWith("annotation net1.shop.ovn.kubernetes.io/ip_address: \"x\" is not");
    }

    @Test
    void leavesPodsOfTheHostsNetworkAlone() {
        var onHost = new Applicant(
                SHOP,
                "v1",
                "Pod",
                "web",
                annotations(Map.of("ip_address", "nonsense")),
                Map.of(),
                true,
                Optional.empty(),
                Optional.empty());

        assertThat(town.judge(onHost)).isEqualTo(Verdict.FINE);
    }

    // ---- the scene -----------------------------------------------------------------------------------------------

    private static Map<String, String> annotations(Map<String, String> brief) {
        var all = new HashMap<String, String>();
        brief.forEach((key, value) -> all.put("ovn.kubernetes.io/" + key, value));
        return all;
    }

    private static Applicant applicant(String kind, String name, Map<String, String> annotations) {
        return switch (kind) {
            case "Pod" -> pod(name, Optional.empty(), annotations);
            case "StatefulSet" -> set(1, annotations);
            default ->
                new Applicant(
                        SHOP,
                        "apps/v1",
                        kind,
                        name,
                        annotations(annotations),
                        Map.of(),
                        false,
                        Optional.empty(),
                        Optional.empty());
        };
    }

    private static Applicant pod(String name, Optional<OwnerReference> owner, Map<String, String> annotations) {
        return new Applicant(
                SHOP, "v1", "Pod", name, annotations(annotations), Map.of(), false, owner, Optional.empty());
    }

    private static Applicant set(int replicas, Map<String, String> annotations) {
        return new Applicant(
                SHOP,
                "apps/v1",
                "StatefulSet",
                "web",
                annotations(annotations),
                Map.of(),
                false,
                Optional.empty(),
                Optional.of(new Applicant.Members(3, replicas, Set.of())));
    }

    /** One subnet, and the ports on it. */
    private static final class Town implements AdmissionRule.World {
        private final SubnetCatalog catalog;
        private final AddressBook book = new AddressBook();
        private final Map<String, Holder> holders = new HashMap<>();

        Town() {
            var spec = SubnetSpec.of("s1", "10.0.0.0/28").isDefault(true).build();
            catalog = new SubnetCatalog(List.of(((SubnetSpec.Good) spec.read()).subnet()));
            book.define(catalog);
        }

        Verdict judge(Applicant applicant) {
            return new AdmissionRule(this).judge(applicant);
        }

        void portOf(String pod, Optional<OwnerReference> owner, boolean deleting, String ip) {
            var facts = new PodFacts(
                    SHOP, pod, pod + "-uid", "1", Map.of(), owner, Phase.RUNNING, deleting, false, "node-1");
            var identity = PortIdentity.ofPod(facts);
            var row = new PortFacts(
                    new UUID(1, 2),
                    identity.portName(),
                    Set.of("s1"),
                    Set.of("02:00:00:00:00:01 " + ip),
                    Set.of(),
                    Optional.of(identity),
                    Optional.of(new PortOwnership(Workload.of(facts), Optional.of(facts.uid()))),
                    ChassisBinding.ANYWHERE,
                    "kube-ovn");
            holders.put(row.name(), new Holder(Optional.of(row), List.of(facts)));
            assertThat(book.rowIs(row)).isEmpty();
        }

        @Override
        public Plan plan(PortIdentity port, PodFacts pod, OwnerFacts owner) {
            return new PortPlanner(book, new PortDefaults(false), new Random(1))
                    .plan(new Observation(
                            port,
                            List.of(pod),
                            Optional.empty(),
                            owner,
                            new OwnerFacts.NotSeen(),
                            catalog.forNamespace(port.namespace(), Map.of()),
                            catalog));
        }

        @Override
        public boolean hasSubnet(String namespace, Optional<String> named) {
            return named.map(name -> catalog.named(name).isPresent()).orElse(true);
        }

        @Override
        public Optional<Holder> holder(WakeKey key) {
            return book.holder(key, "").map(holders::get);
        }
    }
}
