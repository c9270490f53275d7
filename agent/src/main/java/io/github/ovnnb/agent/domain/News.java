package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What went well with a Pod's port, for a Normal Event on it: reason and form as kube-ovn has them. */
public record News(String reason, String message) {
    /** The Pod has its addresses now. */
    public static final String ALLOCATED = "PodNetworkAllocated";

    /** It had some before, and its annotations said otherwise. */
    public static final String UPDATED = "PodNetworkUpdated";

    /** It has run to completion, or may not have that port any longer. */
    public static final String RELEASED = "PodNetworkReleased";

    /** Empty if the patch says nothing of addresses. @param pods as they were before the patch */
    public static Optional<News> of(PortIdentity port, AnnotationPatch patch, List<PodFacts> pods) {
        var provider = port.provider();
        var said = patch.annotations();
        if (!said.containsKey(provider.annotation(Annotations.IP_ADDRESS))) {
            return Optional.empty();
        }
        var before = pods.stream()
                .filter(pod -> pod.uid().equals(patch.uid()) && pod.isAllocated(provider))
                .findFirst();
        if (before.filter(pod -> knows(pod, said, provider.annotation(Annotations.ROUTED)))
                .isPresent()) {
            // That it was scheduled by now is no news of ours.
            return Optional.empty();
        }
        return Optional.of(new News(
                before.isPresent() ? UPDATED : ALLOCATED,
                words(
                        port,
                        value(said, port, Annotations.LOGICAL_SWITCH),
                        value(said, port, Annotations.IP_ADDRESS),
                        value(said, port, Annotations.MAC_ADDRESS))));
    }

    private static boolean knows(PodFacts pod, Map<String, String> said, String butFor) {
        return said.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(butFor))
                .allMatch(entry -> entry.getValue().equals(pod.annotations().get(entry.getKey())));
    }

    /** Empty if the row says it in a form that is not ours. */
    public static Optional<News> released(PortIdentity port, PortFacts row) {
        return row.placement()
                .map(had -> new News(
                        RELEASED,
                        words(
                                port,
                                had.logicalSwitch(),
                                had.addresses().ipText(),
                                had.addresses().mac().toString())));
    }

    private static String value(Map<String, String> said, PortIdentity port, String key) {
        return said.getOrDefault(port.provider().annotation(key), "");
    }

    private static String words(PortIdentity port, String subnet, String ip, String mac) {
        return "provider=" + port.provider() + " subnet=" + subnet + " ip=" + ip + " mac=" + mac + " logicalSwitchPort="
                + port.portName();
    }
}
