package io.github.ovnnb.agent.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@code IP} resource of a port is to be: a record that follows its port and goes with it, unless it is reserved. What a user made
 * is never touched. The record is no second truth: the row of the port is, so deleting the record frees nothing and only has it written anew.
 */
public final class IpRule {
    private static final int LONGEST_LABEL = 63;
    private static final String SUBNET = "ovn.kubernetes.io/subnet";
    private static final String NODE = "ovn.kubernetes.io/node-name";

    private IpRule() {}

    /**
     * @param row of that name, if there is one
     * @param nodeName of the Pod that uses the port; empty if there is none, and then what was said before stays
     */
    public static IpAction decide(
            PortIdentity port, Optional<PortFacts> row, Optional<String> nodeName, Optional<IpFacts> present) {
        if (present.isPresent() && !present.get().isRecord()) {
            return new IpAction.Nothing();
        }
        if (present.filter(IpFacts::deleting).isPresent()) {
            return letGo(present.get());
        }
        var ours = row.filter(found -> found.ownership().isPresent());
        if (ours.isEmpty()) {
            return present.map(IpRule::withoutPort).orElseGet(IpAction.Nothing::new);
        }
        var node =
                nodeName.or(() -> present.map(facts -> facts.spec().nodeName())).orElse("");
        var wanted = IpSpec.of(port, ours.get(), node);
        if (wanted.isEmpty()) {
            return new IpAction.Nothing();
        }
        return present.map(facts -> update(facts, wanted.get()))
                .orElseGet(() -> new IpAction.Create(port.portName(), wanted.get(), newLabels(wanted.get())));
    }

    /** Stale: of a port that is gone. kube-ovn's own for nodes and the like are of no Pod, and stay. */
    private static IpAction withoutPort(IpFacts present) {
        boolean ofPort = present.port().isPresent() && (present.isOurs() || present.hasKubeOvnsFinalizer());
        if (!ofPort || present.isReserved()) {
            return new IpAction.Nothing();
        }
        return present.hasKubeOvnsFinalizer() ? letGo(present) : new IpAction.Delete(present);
    }

    private static IpAction letGo(IpFacts present) {
        return present.hasKubeOvnsFinalizer()
                ? new IpAction.Update(present, present.spec(), Map.of(), List.of(), present.otherFinalizers())
                : new IpAction.Nothing();
    }

    private static IpAction update(IpFacts present, IpSpec wanted) {
        var labels = labels(wanted);
        boolean same = present.spec().equals(wanted)
                && present.labels().entrySet().containsAll(labels.entrySet())
                && !present.hasKubeOvnsFinalizer();
        if (same) {
            return new IpAction.Nothing();
        }
        var before = present.spec().subnet();
        boolean moved = !before.equals(wanted.subnet()) && present.labels().containsKey(before);
        return new IpAction.Update(
                present, wanted, labels, moved ? List.of(before) : List.of(), present.otherFinalizers());
    }

    private static Map<String, String> newLabels(IpSpec spec) {
        var labels = labels(spec);
        labels.put(IpFacts.RESERVED, "false");
        return labels;
    }

    /** As kube-ovn's, and the one by which we know ours; without what is too long for a label. */
    private static Map<String, String> labels(IpSpec spec) {
        var labels = new HashMap<String, String>();
        labels.put(IpFacts.MANAGED_BY, IpFacts.US);
        if (spec.subnet().length() <= LONGEST_LABEL) {
            labels.put(SUBNET, spec.subnet());
            labels.put(spec.subnet(), "");
        }
        if (spec.nodeName().length() <= LONGEST_LABEL) {
            labels.put(NODE, spec.nodeName());
        }
        return labels;
    }
}
