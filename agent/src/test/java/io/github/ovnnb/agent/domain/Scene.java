package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.OwnerFacts.NotSeen;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PodFacts.Phase;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small world for tests of what is decided: Pods, StatefulSets, subnets and rows, and a look at any port of it. */
public final class Scene {
    public static final String SWITCH = "ovn-default";
    private static final String NAMESPACE = "default";

    private final Map<String, Subnet> subnets = new LinkedHashMap<>();
    private final Map<String, PortFacts> rows = new LinkedHashMap<>();
    private final Map<PortIdentity, PodFacts> pods = new LinkedHashMap<>();
    private final Map<String, OwnerFacts> sets = new HashMap<>();
    private final List<Pool> pools = new ArrayList<>();
    private final Map<IpAddress, String> nodes = new HashMap<>();
    private final List<ReservedIp> reservations = new ArrayList<>();
    private final Map<String, IpAddress> underWay = new LinkedHashMap<>();

    public Scene() {
        subnet(SWITCH, "10.16.0.0/24", true);
    }

    public Scene subnet(String name, String cidr, boolean isDefault) {
        var spec = SubnetSpec.of(name, cidr).isDefault(isDefault).build();
        subnets.put(name, ((SubnetSpec.Good) spec.read()).subnet());
        return this;
    }

    public Scene subnet(SubnetSpec spec) {
        subnets.put(spec.name(), ((SubnetSpec.Good) spec.read()).subnet());
        return this;
    }

    /** A part of {@link #SWITCH}. */
    public Scene pool(String name, String... ips) {
        return pool(new PoolSpec(name, SWITCH, List.of(), List.of(ips)));
    }

    public Scene pool(PoolSpec spec) {
        pools.add(((PoolSpec.Good) spec.read()).pool());
        return this;
    }

    public Scene node(String name, String address) {
        nodes.put(IpAddress.of(address), name);
        return this;
    }

    /** On {@link #SWITCH}. @param pod whom it is for, empty text for nobody */
    public Scene reserved(String name, String pod, String... addresses) {
        reservations.add(new ReservedIp(
                name,
                SWITCH,
                HeldAddresses.read(List.of(addresses)),
                Optional.of(pod)
                        .filter(known -> !known.isEmpty())
                        .map(known -> PortIdentity.of(NAMESPACE, known).portName())));
        return this;
    }

    /** A write of that port with this address is under way. */
    public Scene beingWritten(String pod, String ip) {
        underWay.put(PortIdentity.of(NAMESPACE, pod).portName(), IpAddress.of(ip));
        return this;
    }

    public SubnetCatalog catalog() {
        return new SubnetCatalog(subnets.values(), new PoolCatalog(pools), new NodeAddresses(nodes));
    }

    /** A StatefulSet with members from 0 on. */
    public Scene set(String name, int replicas) {
        sets.put(name, new OwnerFacts.StatefulSetFacts(name + "-uid", false, 0, replicas));
        return this;
    }

    /** The same, with annotations of its own. */
    public Scene set(String name, int replicas, Map<String, String> annotations) {
        sets.put(name, new OwnerFacts.StatefulSetFacts(name + "-uid", false, 0, replicas, Set.of(), "", annotations));
        return this;
    }

    /** Another one of that name, which was made later. */
    public Scene laterSet(String name, int replicas) {
        sets.put(name, new OwnerFacts.StatefulSetFacts(name + "-later-uid", false, 0, replicas));
        return this;
    }

    public Scene namespaceIsGone(String set) {
        sets.put(set, new OwnerFacts.Gone(true));
        return this;
    }

    public Scene setIsGone(String name) {
        sets.put(name, new OwnerFacts.Gone());
        return this;
    }

    /** A bare Pod; {@code annotations} without the prefix: {@code "ip_address", "10.16.0.5"} and so on. */
    public Scene pod(String name, String... annotations) {
        return pod(name, Optional.empty(), annotations);
    }

    public Scene member(String set, int ordinal, String... annotations) {
        var owner = new OwnerReference("apps/v1", "StatefulSet", set, set + "-uid");
        return pod(set + "-" + ordinal, Optional.of(owner), annotations);
    }

    /** Of the {@link #laterSet}. */
    public Scene laterMember(String set, int ordinal) {
        var owner = new OwnerReference("apps/v1", "StatefulSet", set, set + "-later-uid");
        return pod(set + "-" + ordinal, Optional.of(owner));
    }

    public Scene kruiseMember(String set, int ordinal, String... annotations) {
        var owner = new OwnerReference("apps.kruise.io/v1beta1", "StatefulSet", set, set + "-uid");
        return pod(set + "-" + ordinal, Optional.of(owner), annotations);
    }

    private Scene pod(String name, Optional<OwnerReference> owner, String... annotations) {
        var all = new HashMap<String, String>();
        for (int i = 0; i < annotations.length; i += 2) {
            all.put(Provider.DEFAULT.annotation(annotations[i]), annotations[i + 1]);
        }
        var pod = new PodFacts(NAMESPACE, name, uid(name), "1", all, owner, Phase.RUNNING, false, false, "node-1");
        pods.put(PortIdentity.ofPod(pod), pod);
        return this;
    }

    /** The Pod is being deleted. */
    public Scene leaving(String pod) {
        pods.computeIfPresent(
                PortIdentity.of(NAMESPACE, pod),
                (port, now) -> new PodFacts(
                        now.namespace(),
                        now.name(),
                        now.uid(),
                        now.resourceVersion(),
                        now.annotations(),
                        now.controller(),
                        now.phase(),
                        true,
                        now.hostNetwork(),
                        now.nodeName()));
        return this;
    }

    private static String uid(String pod) {
        return pod + "-uid";
    }

    /** What the agent writes on a Pod that has its addresses on {@link #SWITCH}. */
    public static String[] allocated(String ip, String mac) {
        return allocated(ip, mac, "10.16.0.0/24", "10.16.0.1");
    }

    public static String[] allocated(String ip, String mac, String cidr, String gateway) {
        return new String[] {
            "ip_address",
            ip,
            "mac_address",
            mac,
            "cidr",
            cidr,
            "gateway",
            gateway,
            "logical_switch",
            SWITCH,
            "allocated",
            "true",
            "routed",
            "true"
        };
    }

    /** A row of ours that a bare Pod uses. */
    public Scene portOfPod(String pod, String addresses) {
        return row(pod, Set.of(SWITCH), addresses, new PortOwnership(new Standalone(), Optional.of(uid(pod))));
    }

    public Scene portOfMember(String set, int ordinal, boolean inUse, String addresses) {
        var name = set + "-" + ordinal;
        var member = new StatefulSetMember(set, Optional.of(set + "-uid"), ordinal);
        var user = Optional.of(uid(name)).filter(uid -> inUse);
        return row(name, Set.of(SWITCH), addresses, new PortOwnership(member, user));
    }

    public Scene portOfMember(String set, int ordinal, String addresses, PortOwnership remembered) {
        return row(set + "-" + ordinal, Set.of(SWITCH), addresses, remembered);
    }

    /** A row as kube-ovn writes it, which says neither what kind of workload it is for nor which Pod uses it. */
    public Scene portOfKubeOvn(String pod, String addresses, Workload guessed) {
        return row(pod, Set.of(SWITCH), addresses, new PortOwnership(guessed, Optional.empty()));
    }

    public Scene row(String pod, Set<String> switches, String addresses, PortOwnership ownership) {
        var port = PortIdentity.of(NAMESPACE, pod);
        return row(new PortFacts(
                UUID.nameUUIDFromBytes(new byte[] {(byte) rows.size()}),
                port.portName(),
                switches,
                Set.of(addresses),
                Set.of(),
                Optional.of(port),
                Optional.of(ownership),
                ChassisBinding.ANYWHERE,
                "kube-ovn"));
    }

    public Scene foreignPort(String name, String addresses) {
        return row(new PortFacts(
                UUID.nameUUIDFromBytes(new byte[] {(byte) rows.size()}),
                name,
                Set.of(SWITCH),
                Set.of(addresses),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                ChassisBinding.ANYWHERE,
                ""));
    }

    private Scene row(PortFacts row) {
        rows.put(row.name(), row);
        return this;
    }

    public Collection<PortFacts> rows() {
        return List.copyOf(rows.values());
    }

    public PortFacts row(String pod) {
        return Optional.ofNullable(rows.get(PortIdentity.of(NAMESPACE, pod).portName()))
                .orElseThrow();
    }

    public Look look(String pod) {
        return look(PortIdentity.of(NAMESPACE, pod));
    }

    /** A look at every port and every Pod. */
    public List<Look> looks() {
        return Stream.concat(rows.values().stream().flatMap(row -> row.identity().stream()), pods.keySet().stream())
                .distinct()
                .map(this::look)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Look look(PortIdentity port) {
        var catalog = catalog();
        var book = new AddressBook();
        book.define(catalog);
        reservations.forEach(reserved -> {
            var unused = book.reservationIs(reserved);
        });
        rows.values().forEach(row -> {
            var unused = book.rowIs(row);
        });
        underWay.forEach((name, ip) -> book.reserve(
                name, new Placement(SWITCH, new Addresses(MacAddress.random(new Random(2)), List.of(ip)))));
        var pod = Optional.ofNullable(pods.get(port));
        var row = Optional.ofNullable(rows.get(port.portName()));
        var seen = new Observation(
                port,
                pod.stream().toList(),
                row,
                pod.map(Workload::of).map(this::owner).orElseGet(NotSeen::new),
                row.flatMap(PortFacts::ownership)
                        .map(PortOwnership::workload)
                        .map(workload -> rowOwner(workload, pod.isPresent()))
                        .orElseGet(NotSeen::new),
                catalog.forNamespace(port.namespace(), Map.of()),
                catalog);
        return new Look(seen, new PortPlanner(book, new PortDefaults(false), new Random(1)).plan(seen));
    }

    private OwnerFacts owner(Workload workload) {
        return workload.owner()
                .map(name -> sets.getOrDefault(name, new NotSeen()))
                .orElseGet(NotSeen::new);
    }

    /** As after the sweeps that make it sure: what is absent is gone. */
    private OwnerFacts rowOwner(Workload workload, boolean podIsThere) {
        var owner = owner(workload);
        return owner instanceof NotSeen && !podIsThere ? new OwnerFacts.Gone() : owner;
    }
}
