package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.Notice.Subject;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.Unreadable;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the users of a port should be told although it holds nothing up. */
public final class Notices {
    /** An annotation that only counts on the Pod template stands on the workload itself. */
    public static final String ON_WORKLOAD = "AnnotationOnWorkload";

    /** Nobody can say whether the owner still wants its ports. */
    public static final String OWNER_UNREADABLE = "OwnerUnreadable";

    private static final Set<String> OF_TEMPLATES = Set.of(
            Annotations.IP_ADDRESS,
            Annotations.MAC_ADDRESS,
            Annotations.IP_POOL,
            Annotations.IP_FAMILY,
            Annotations.LOGICAL_SWITCH,
            Annotations.PORT_SECURITY,
            Annotations.PORT_VIPS,
            Annotations.LAYER2_FORWARD);

    private final Observation seen;
    private final PodFacts pod;
    private final List<Notice> notices = new ArrayList<>();

    private Notices(Observation seen, PodFacts pod) {
        this.seen = seen;
        this.pod = pod;
    }

    /** Each port of a Pod is looked at by itself; what concerns the Pod as a whole is said at its default one. */
    public static List<Notice> of(Observation seen) {
        var living = seen.pods().stream()
                .filter(pod -> !pod.deleting() && !pod.isFinished() && !pod.hostNetwork())
                .findFirst();
        if (living.isEmpty()) {
            return List.of();
        }
        var notices = new Notices(seen, living.get());
        if (seen.port().provider().isDefault()) {
            notices.ofPod();
            living.get().controller().ifPresent(notices::ofOwner);
        }
        notices.ofInterface();
        return notices.notices;
    }

    private void ofPod() {
        pod.networks().fault().ifPresent(fault -> onPod(Obstacle.INVALID, fault));
        Stickiness.fault(pod).ifPresent(fault -> onPod(Obstacle.INVALID, fault));
    }

    private void ofInterface() {
        if (pod.isAttachedTo(seen.port().provider())) {
            PortOptions.read(seen.port().provider(), pod.annotations(), false)
                    .faults()
                    .forEach(fault -> onPod(Obstacle.INVALID, fault));
        }
    }

    private void ofOwner(OwnerReference owner) {
        if (seen.ownerOfPod() instanceof Unreadable unreadable
                && !unreadable.why().isEmpty()) {
            onPod(
                    OWNER_UNREADABLE,
                    owner.kind() + " " + owner.name()
                            + " can't be read, so its Pods keep their ports whatever becomes of it: "
                            + unreadable.why());
        }
        if (seen.ownerOfPod() instanceof StatefulSetFacts set && set.uid().equals(owner.uid())) {
            var subject = Subject.of(owner, pod.namespace());
            RetentionPolicy.read(set.annotations(), RetentionPolicy.RELEASE)
                    .faults()
                    .forEach(fault -> notices.add(new Notice(subject, Obstacle.INVALID, fault)));
            set.annotations().keySet().stream()
                    .filter(this::isMisplaced)
                    .sorted()
                    .forEach(key -> notices.add(new Notice(
                            subject,
                            ON_WORKLOAD,
                            "annotation " + key + " on the " + owner.kind()
                                    + " itself has no effect; put it into spec.template.metadata.annotations")));
        }
    }

    /** Where the Pods have it too, somebody may only have copied it. */
    private boolean isMisplaced(String key) {
        boolean ofTemplate = key.equals(Stickiness.STICKY)
                || OF_TEMPLATES.stream().anyMatch(known -> key.endsWith(".kubernetes.io/" + known));
        return ofTemplate && !pod.annotations().containsKey(key);
    }

    private void onPod(String reason, String message) {
        notices.add(new Notice(Subject.of(pod), reason, message));
    }
}
