package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.ovnnb.agent.domain.LabelSelector;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.SubnetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartialSerializationTest {
    private static final String POD = """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-0","generateName":"web-","namespace":"shop","uid":"u-1",\
            "resourceVersion":"4711","creationTimestamp":"2026-11-01T00:00:00Z","labels":{"app":"web"},\
            "annotations":{"ovn.kubernetes.io/ip_address":"10.16.0.15"},\
            "ownerReferences":[{"apiVersion":"v1","kind":"Other","name":"x","uid":"u-x"},\
            {"apiVersion":"apps/v1","kind":"StatefulSet","name":"web","uid":"u-web","controller":true}],\
            "managedFields":[{"manager":"k","fieldsV1":{"f:metadata":{"f:annotations":{"name":{}}}}}]},\
            "spec":{"volumes":[{"name":"v"}],"containers":[{"name":"c","image":"x"}],"nodeName":"n1","hostNetwork":true},\
            "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""";

    private final PartialSerialization serialization = PartialSerialization.create();

    @Test
    void keepsOfAPodWhatItsFactsAreMadeOf() {
        var pod = serialization.unmarshal(POD, PodResource.class);

        assertThat(pod.facts())
                .isEqualTo(new PodFacts(
                        "shop",
                        "web-0",
                        "u-1",
                        "4711",
                        Map.of("ovn.kubernetes.io/ip_address", "10.16.0.15"),
                        Optional.of(new OwnerReference("apps/v1", "StatefulSet", "web", "u-web")),
                        Phase.RUNNING,
                        false,
                        true,
                        "n1"));
        assertThat(pod.identity()).isEqualTo(PortIdentity.of("shop", "web-0"));
        assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    }

    @Test
    void readsAPodOfWhichHardlyAnythingIsSaid() {
        var pod = serialization.unmarshal("{\"metadata\":{\"name\":\"p\",\"namespace\":\"d\"}}", PodResource.class);

        assertThat(pod.facts())
                .isEqualTo(new PodFacts("d", "p", "", "", Map.of(), Optional.empty(), Phase.UNKNOWN, false, false, ""));
    }

    @Test
    void knowsAPodThatIsBeingDeleted() {
        var pod = serialization.unmarshal(
                "{\"metadata\":{\"name\":\"p\",\"deletionTimestamp\":\"2026-11-01T00:00:00Z\"}}", PodResource.class);

        assertThat(pod.facts().deleting()).isTrue();
    }

    @Test
    void decodesAWatchEventStraightIntoTheKindItNames() {
        var event = serialization.unmarshal("{\"type\":\"MODIFIED\",\"object\":" + POD + "}", WatchEvent.class);

        assertThat(event.getType()).isEqualTo("MODIFIED");
        assertThat(event.getObject()).isInstanceOf(PodResource.class);
        assertThat(((PodResource) event.getObject()).facts().uid()).isEqualTo("u-1");
    }

    @Test
    void decodesAnEventOfACustomResourceWhoseApiVersionComesFirst() {
        var event = serialization.unmarshal("""
                {"type":"ADDED","object":{"apiVersion":"kubeovn.io/v1","kind":"Subnet","metadata":{"name":"s"},\
                "spec":{"cidrBlock":"10.16.0.0/16"}}}""", WatchEvent.class);

        assertThat(((SubnetResource) event.getObject()).spec().cidrBlock()).isEqualTo("10.16.0.0/16");
    }

    @Test
    void decodesAnEventWhoseObjectBeginsWithSomethingElse() {
        var event = serialization.unmarshal(
                "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"p\",\"namespace\":\"d\"},\"kind\":\"Pod\",\"apiVersion\":\"v1\"}}",
                WatchEvent.class);

        assertThat(((PodResource) event.getObject()).facts().name()).isEqualTo("p");
    }

    @Test
    void takesTheVersionFromABookmark() {
        var event = serialization.unmarshal("""
                {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"99",\
                "creationTimestamp":null},"spec":{"containers":null},"status":{}}}""", WatchEvent.class);

        assertThat(((PodResource) event.getObject()).getMetadata().getResourceVersion())
                .isEqualTo("99");
    }

    @Test
    void recognizesThatAWatchIsTooOld() {
        var event = serialization.unmarshal("""
                {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
                "message":"too old resource version: 1 (4711)","reason":"Expired","code":410}}""", WatchEvent.class);

        assertThat(event.getObject()).isInstanceOf(Status.class);
        assertThat(((Status) event.getObject()).getCode()).isEqualTo(410);
    }

    @Test
    void refusesAnEventThatIsCutOff() {
        assertThatThrownBy(() -> serialization.unmarshal("{\"type\":\"ADDED\",\"object\":{\"kind\":", WatchEvent.class))
                .isInstanceOf(KubernetesClientException.class);
    }

    @Test
    void readsTheOrdinalsThatAStatefulSetWants() {
        var set = serialization.unmarshal("""
                {"metadata":{"name":"web","namespace":"shop","uid":"u-web"},\
                "spec":{"replicas":3,"ordinals":{"start":5},"template":{"spec":{"replicas":9}}},"status":{"replicas":1}}""", StatefulSetResource.class);

        assertThat(set.facts()).isEqualTo(new StatefulSetFacts("u-web", false, 5, 3));
    }

    @Test
    void readsTheSubnetFieldsThatKubeOvnWrites() {
        var subnet = serialization.unmarshal("""
                {"metadata":{"name":"dual"},"spec":{"default":true,"protocol":"Dual","provider":"ovn","vpc":"ovn-cluster",\
                "cidrBlock":"10.16.0.0/16,fd00:10:16::/112","gateway":"10.16.0.1,fd00:10:16::1",\
                "excludeIps":["10.16.0.1","10.16.0.10..10.16.0.20"],"namespaces":["shop"],"namespaceSelectors":[{"matchLabels":{"team":"a"}}],"natOutgoing":true,\
                "acls":[{"action":"drop"}]},"status":{"v4availableIPs":65533}}""", SubnetResource.class);

        assertThat(subnet.spec())
                .isEqualTo(SubnetSpec.of("dual", "10.16.0.0/16,fd00:10:16::/112")
                        .gateway("10.16.0.1,fd00:10:16::1")
                        .excludeIps(List.of("10.16.0.1", "10.16.0.10..10.16.0.20"))
                        .protocol("Dual")
                        .namespaces(List.of("shop"))
                        .namespaceSelectors(List.of(new LabelSelector(Map.of("team", "a"), List.of())))
                        .isDefault(true)
                        .provider("ovn")
                        .vpc("ovn-cluster")
                        .build());
    }

    @Test
    void readsTheLabelsOfANamespace() {
        var namespace = serialization.unmarshal(
                "{\"metadata\":{\"name\":\"shop\",\"labels\":{\"team\":\"a\"}},\"spec\":{\"finalizers\":[\"kubernetes\"]}}",
                NamespaceResource.class);

        assertThat(namespace.labels()).isEqualTo(Map.of("team", "a"));
    }

    @Test
    void readsAPageOfAList() {
        DefaultKubernetesResourceList<PodResource> page = serialization.unmarshal(
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"next\"},\"items\":["
                        + POD + "," + POD + "]}",
                new TypeReference<DefaultKubernetesResourceList<PodResource>>() {});

        assertThat(page.getMetadata().getContinue()).isEqualTo("next");
        assertThat(page.getItems())
                .hasSize(2)
                .allSatisfy(pod -> assertThat(pod.facts().name()).isEqualTo("web-0"));
    }
}
