package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.Ordinals;
import io.github.ovnnb.agent.domain.OwnerStanding;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortSpec;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.domain.RetentionPolicy;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a port's {@code external_ids} say: {@code vendor}, {@code pod} and {@code ls} as kube-ovn writes them, and under our own prefix what
 * a restart of ours needs. A row of kube-ovn's has only the former; then the name decides what it may belong to.
 */
final class ExternalIds {
    static final String VENDOR = "vendor";
    static final String POD = "pod";
    static final String LOGICAL_SWITCH = "ls";
    static final String KIND = "ovnnb.io/kind";
    static final String OWNER = "ovnnb.io/owner";
    static final String OWNER_UID = "ovnnb.io/owner-uid";
    static final String ORDINAL = "ovnnb.io/ordinal";
    static final String POD_UID = "ovnnb.io/pod-uid";

    /** Set to {@link #REQUESTED} by whoever wants a retained port given up; any agent honours it. */
    static final String RELEASE = "ovnnb.io/release";

    static final String REQUESTED = "requested";

    /** What the owner said of its ports' fate when it was last seen; Release where the key is missing. */
    static final String WHEN_SCALED = RetentionPolicy.WHEN_SCALED;

    static final String WHEN_DELETED = RetentionPolicy.WHEN_DELETED;

    /** Why the port is there although its owner does not count on it any more. */
    static final String KEPT_AFTER = "ovnnb.io/kept-after";

    /** What we wrote as {@link #VIPS}: only then are these keys ours. */
    static final String OUR_VIPS = "ovnnb.io/port-vips";

    /** As kube-ovn notes a port's virtual addresses. */
    static final String VIPS = "vips";

    static final String ATTACH_VIPS = "attach-vips";

    static final Set<String> RETENTION_KEYS = Set.of(POD_UID, WHEN_SCALED, WHEN_DELETED, KEPT_AFTER);

    /** All keys that we set and take away; every other key belongs to somebody else. */
    static final Set<String> KEYS = Set.of(
            VENDOR,
            POD,
            LOGICAL_SWITCH,
            KIND,
            OWNER,
            OWNER_UID,
            ORDINAL,
            POD_UID,
            RELEASE,
            WHEN_SCALED,
            WHEN_DELETED,
            KEPT_AFTER,
            OUR_VIPS);

    /** The vendor that kube-ovn writes and looks for; we take its place. */
    static final String OUR_VENDOR = "kube-ovn";

    private ExternalIds() {}

    /** Whose port it is; empty if the row is not ours to manage. */
    static Optional<PortIdentity> identity(String portName, Map<String, String> ids) {
        var pod = ids.getOrDefault(POD, "");
        int slash = pod.indexOf('/');
        if (!OUR_VENDOR.equals(ids.get(VENDOR)) || slash <= 0 || slash == pod.length() - 1) {
            return Optional.empty();
        }
        var base = PortIdentity.of(pod.substring(0, slash), pod.substring(slash + 1));
        if (portName.equals(base.portName())) {
            return Optional.of(base);
        }
        return portName.startsWith(base.portName() + ".")
                ? Optional.of(new PortIdentity(
                        base.namespace(),
                        base.instance(),
                        new Provider(portName.substring(base.portName().length() + 1))))
                : Optional.empty();
    }

    static PortOwnership ownership(PortIdentity port, Map<String, String> ids) {
        return new PortOwnership(
                workload(port, ids),
                text(ids, POD_UID),
                REQUESTED.equals(ids.get(RELEASE)),
                new RetentionPolicy(choice(ids, WHEN_SCALED), choice(ids, WHEN_DELETED)),
                text(ids, KEPT_AFTER).flatMap(ExternalIds::standing));
    }

    private static Choice choice(Map<String, String> ids, String key) {
        return text(ids, key).flatMap(Choice::parse).orElse(Choice.RELEASE);
    }

    private static Optional<OwnerStanding> standing(String words) {
        return Stream.of(OwnerStanding.values())
                .filter(standing -> standing.toString().equals(words))
                .findFirst();
    }

    private static Workload workload(PortIdentity port, Map<String, String> ids) {
        var kind = ids.getOrDefault(KIND, "");
        var ordinal = Ordinals.parse(ids.getOrDefault(ORDINAL, ""));
        if (VirtualMachine.KIND.equals(kind)) {
            return new VirtualMachine(ids.getOrDefault(OWNER, port.instance()), text(ids, OWNER_UID));
        }
        if (!kind.isEmpty() && ordinal.isPresent() && ids.containsKey(OWNER)) {
            return new StatefulSetMember(kind, ids.get(OWNER), text(ids, OWNER_UID), ordinal.getAsInt());
        }
        return kind.isEmpty() ? guess(port.instance()) : new Standalone();
    }

    /** A name like a member's may be one: then a StatefulSet of that name that wants it keeps it, and otherwise it goes like any other. */
    private static Workload guess(String instance) {
        int dash = instance.lastIndexOf('-');
        var ordinal = Ordinals.parse(instance.substring(dash + 1));
        return dash > 0 && ordinal.isPresent()
                ? new StatefulSetMember(instance.substring(0, dash), Optional.empty(), ordinal.getAsInt())
                : new Standalone();
    }

    private static Optional<String> text(Map<String, String> ids, String key) {
        return Optional.ofNullable(ids.get(key)).filter(value -> !value.isEmpty());
    }

    /** All of our keys, for a row that shall be so. Keys of others are not ours to mention. */
    static Map<String, String> of(PortSpec spec) {
        var ids = new LinkedHashMap<String, String>();
        ids.put(VENDOR, OUR_VENDOR);
        ids.put(POD, spec.port().podKey());
        ids.put(LOGICAL_SWITCH, spec.placement().logicalSwitch());
        var workload = spec.ownership().workload();
        ids.put(KIND, workload.kind());
        workload.owner().ifPresent(owner -> ids.put(OWNER, owner));
        workload.ownerUid().ifPresent(uid -> ids.put(OWNER_UID, uid));
        if (workload instanceof StatefulSetMember member) {
            ids.put(ORDINAL, Integer.toString(member.ordinal()));
        }
        ids.putAll(ofRetention(spec.ownership()));
        if (!spec.options().vips().isEmpty()) {
            ids.put(VIPS, spec.options().vipsText());
            ids.put(ATTACH_VIPS, "true");
            ids.put(OUR_VIPS, spec.options().vipsText());
        }
        return ids;
    }

    static Map<String, String> ofRetention(PortOwnership ownership) {
        var ids = new LinkedHashMap<String, String>();
        ownership.podUid().ifPresent(uid -> ids.put(POD_UID, uid));
        put(ids, WHEN_SCALED, ownership.policy().whenScaled());
        put(ids, WHEN_DELETED, ownership.policy().whenDeleted());
        ownership.keptAfter().ifPresent(standing -> ids.put(KEPT_AFTER, standing.toString()));
        return ids;
    }

    private static void put(Map<String, String> ids, String key, Choice choice) {
        if (choice != Choice.RELEASE) {
            ids.put(key, choice.toString());
        }
    }

    /** Those of the row that the specification has a say in; virtual addresses that we did not note are somebody else's. */
    static Set<String> keysToReplace(PortFacts row, PortSpec spec) {
        boolean vipsAreOurs = !row.vips().isEmpty() || !spec.options().vips().isEmpty();
        return vipsAreOurs
                ? Stream.concat(KEYS.stream(), Stream.of(VIPS, ATTACH_VIPS)).collect(Collectors.toUnmodifiableSet())
                : KEYS;
    }
}
