package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.RetentionPolicy;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.Map;

/**
 * What the simulated API server keeps of a StatefulSet, or of a squad: an owner of a kind that the agents have never heard of, which numbers
 * its Pods and asks that their ports be kept.
 *
 * @param kind {@link #STATEFUL_SET} or {@link #SQUAD}
 * @param template annotations of the Pods that it makes
 * @param revision of the template; the Pods remember theirs in an annotation
 * @param parallel {@code podManagementPolicy: Parallel}
 * @param policy its own annotations, which say what becomes of its members' ports; the same for all its life
 */
record StatefulSetObject(
        String kind,
        String namespace,
        String name,
        String uid,
        long resourceVersion,
        boolean deleting,
        int start,
        int replicas,
        Map<String, String> template,
        int revision,
        boolean parallel,
        Map<String, String> policy) {
    static final String STATEFUL_SET = "StatefulSet";
    static final String SQUAD = "Squad";
    static final String API_OF_SQUADS = "example.com/v1";

    StatefulSetObject(
            String namespace,
            String name,
            String uid,
            long resourceVersion,
            boolean deleting,
            int start,
            int replicas,
            Map<String, String> template,
            int revision,
            boolean parallel) {
        this(
                STATEFUL_SET,
                namespace,
                name,
                uid,
                resourceVersion,
                deleting,
                start,
                replicas,
                template,
                revision,
                parallel,
                Map.of());
    }

    String key() {
        return namespace + "/" + name;
    }

    static boolean isKind(String kind) {
        return kind.equals(STATEFUL_SET) || kind.equals(SQUAD);
    }

    boolean isSquad() {
        return kind.equals(SQUAD);
    }

    OwnerReference reference() {
        return new OwnerReference(isSquad() ? API_OF_SQUADS : "apps/v1", kind, name, uid);
    }

    /** As rows name it. */
    String kindOfMembers() {
        return isSquad() ? SQUAD + ".example.com" : StatefulSetMember.KIND;
    }

    StatefulSetObject at(long version) {
        return with(version, deleting, replicas, template, revision);
    }

    StatefulSetObject scaledTo(int count) {
        return with(resourceVersion, deleting, count, template, revision);
    }

    StatefulSetObject beingDeleted() {
        return with(resourceVersion, true, replicas, template, revision);
    }

    StatefulSetObject withTemplate(Map<String, String> annotations) {
        return with(resourceVersion, deleting, replicas, annotations, revision + 1);
    }

    private StatefulSetObject with(
            long version, boolean isDeleting, int count, Map<String, String> annotations, int number) {
        return new StatefulSetObject(
                kind, namespace, name, uid, version, isDeleting, start, count, annotations, number, parallel, policy);
    }

    boolean retainsScaled() {
        return !deleting && "Retain".equals(policy.get(RetentionPolicy.WHEN_SCALED));
    }

    /** Whether the other is a later state of this very set, and its Pods are made alike. */
    boolean isSameWithSameTemplate(StatefulSetObject later) {
        return later.uid.equals(uid) && later.template.equals(template);
    }

    boolean wants(int ordinal) {
        return !deleting && ordinal >= start && ordinal < start + replicas;
    }
}
