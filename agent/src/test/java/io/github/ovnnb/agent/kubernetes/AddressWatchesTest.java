package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.IpAction;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.IpFacts;
import io.github.ovnnb.agent.domain.NodeAddresses;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.reconcile.IpResources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the watches of IPPools, Nodes and IPs make of what they see. */
class AddressWatchesTest {
    private static final PartialSerialization JSON = PartialSerialization.create();

    private static NodeResource node(String name, String... addresses) {
        var all = new ArrayList<String>();
        for (var address : addresses) {
            all.add("{\"type\":\"InternalIP\",\"address\":\"" + address + "\"}");
        }
        return JSON.unmarshal(
                "{\"metadata\":{\"name\":\"" + name + "\"},\"status\":{\"images\":[{\"names\":[\"x\"]}],\"addresses\":["
                        + "{\"type\":\"Hostname\",\"address\":\"10.9.9.9\"},{\"type\":\"ExternalIP\",\"address\":\"1.2.3.4\"},"
                        + String.join(",", all) + "]}}",
                NodeResource.class);
    }

    @Test
    void tellsTheInternalAddressesOfAllNodes() {
        var nodes = new LinkedHashMap<String, NodeResource>();
        var told = new ArrayList<NodeAddresses>();
        var watch = new NodeWatch(nodes::values, told::add);
        nodes.put("a", node("a", "10.0.0.1", "fd00::1"));
        watch.onAdd(nodes.get("a"));
        assertThat(told).isEmpty();

        watch.begin();
        var more = node("a", "10.0.0.2");
        watch.onUpdate(nodes.put("a", more), more);
        watch.onUpdate(more, node("a", "10.0.0.2"));

        assertThat(told)
                .containsExactly(
                        new NodeAddresses(Map.of(IpAddress.of("10.0.0.1"), "a", IpAddress.of("fd00::1"), "a")),
                        new NodeAddresses(Map.of(IpAddress.of("10.0.0.2"), "a")));
    }

    @Test
    void readsAPool() {
        var pool = JSON.unmarshal("""
                {"metadata":{"name":"p"},"spec":{"subnet":"s","namespaces":["shop"],"ips":["10.0.0.4..10.0.0.5"],
                "enableAddressSet":true},"status":{"v4UsingIPs":1}}""", PoolResource.class);
        var told = new ArrayList<Pool>();

        SpecWatch.ofPools(() -> List.of(pool), told::addAll).begin();

        assertThat(told).singleElement().hasToString("p (10.0.0.4..10.0.0.5 of subnet s)");
        assertThat(told.get(0).namespaces()).containsExactly("shop");
    }

    @Test
    void handsOutOneCatalogWhenEverythingIsKnownAndOneForEachChange() {
        var told = new ArrayList<SubnetCatalog>();
        var publisher = new CatalogPublisher(told::add);
        var pool = JSON.unmarshal(
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"subnet\":\"s\",\"ips\":[\"10.0.0.4\"]}}",
                PoolResource.class);
        var pools = SpecWatch.ofPools(() -> List.of(pool), publisher::poolsAre);
        publisher.subnetsAre(List.of());
        publisher.nodesAre(NodeAddresses.NONE);
        assertThat(told).isEmpty();

        publisher.begin();
        pools.begin();
        publisher.nodesAre(NodeAddresses.NONE);

        assertThat(told).hasSize(2);
        assertThat(told.get(1).pools().all()).hasSize(1);
    }

    // ---- IPs -----------------------------------------------------------------------------------------------------

    private final Map<String, IpResource> ips = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<PortIdentity> records = new ArrayList<>();

    private final IpWatch watch = new IpWatch(
            new IpResources() {
                @Override
                public Optional<IpFacts> named(String name) {
                    return Optional.ofNullable(ips.get(name)).map(IpResource::facts);
                }

                @Override
                public Collection<IpFacts> all() {
                    return ips.values().stream().map(IpResource::facts).toList();
                }

                @Override
                public CompletionStage<Optional<String>> write(IpAction action) {
                    return CompletableFuture.completedFuture(Optional.empty());
                }
            },
            this::reserved,
            name -> told.add(name + " reserves nothing"),
            records::add);

    private void reserved(ReservedIp reserved) {
        told.add(reserved.name() + " reserves " + reserved.held().ips());
    }

    private IpResource ip(String name, String label, String address) {
        var labels = label.isEmpty() ? "" : "\"ovn.kubernetes.io/ip_reserved\":\"" + label + "\"";
        return JSON.unmarshal(
                "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + labels + "}},\"spec\":{\"subnet\":\"s\","
                        + "\"podName\":\"a\",\"namespace\":\"d\",\"attachIps\":[],\"ipAddress\":\"" + address + "\"}}",
                IpResource.class);
    }

    private void put(IpResource ip) {
        var before = Optional.ofNullable(ips.put(ip.name(), ip));
        before.ifPresentOrElse(old -> watch.onUpdate(old, ip), () -> watch.onAdd(ip));
    }

    @Test
    void tellsWhatIsReservedAndWhenItIsNoLonger() {
        put(ip("printer", "", "10.0.0.5"));
        put(ip("a.d", "false", "10.0.0.6"));
        assertThat(told).isEmpty();

        watch.begin();
        put(ip("a.d", "true", "10.0.0.6"));
        put(ip("a.d", "true", "10.0.0.6"));
        put(ip("a.d", "false", "10.0.0.6"));
        var last = ip("printer", "", "10.0.0.5");
        ips.remove("printer");
        watch.onDelete(last, false);

        assertThat(told)
                .containsExactly(
                        "printer reserves [10.0.0.5]",
                        "a.d reserves [10.0.0.6]",
                        "a.d reserves nothing",
                        "printer reserves nothing");
        assertThat(records).isNotEmpty().allMatch(PortIdentity.of("d", "a")::equals);
    }

    @Test
    void goesByTheCacheAndNotByAnEventThatIsOlder() {
        watch.begin();
        var older = ip("printer", "", "10.0.0.5");
        ips.put("printer", ip("printer", "", "10.0.0.7"));
        watch.onAdd(older);

        assertThat(told).containsExactly("printer reserves [10.0.0.7]");
    }
}
