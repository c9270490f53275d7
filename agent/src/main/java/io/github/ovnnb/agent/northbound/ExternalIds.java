package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.Ordinals;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortSpec;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.domain.Workload;
import io.github.ovnnb.agent.domain.Workload.Standalone;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.domain.Workload.VirtualMachine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** All keys that we set and take away; every other key belongs to somebody else. */
    static final Set<String> KEYS = Set.of(VENDOR, POD, LOGICAL_SWITCH, KIND, OWNER, OWNER_UID, ORDINAL, POD_UID);

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
        return new PortOwnership(workload(port, ids), text(ids, POD_UID));
    }

    private static Workload workload(PortIdentity port, Map<String, String> ids) {
        var kind = ids.getOrDefault(KIND, "");
        var ordinal = Ordinals.parse(ids.getOrDefault(ORDINAL, ""));
        if (VirtualMachine.KIND.equals(kind)) {
            return new VirtualMachine(ids.getOrDefault(OWNER, port.instance()), text(ids, OWNER_UID));
        }
        boolean isMember = StatefulSetMember.KIND.equals(kind) || StatefulSetMember.KRUISE.equals(kind);
        if (isMember && ordinal.isPresent() && ids.containsKey(OWNER)) {
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
        spec.ownership().podUid().ifPresent(uid -> ids.put(POD_UID, uid));
        return ids;
    }
}
