package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.RetentionPolicy;
import java.util.Map;

/**
 * What the simulated API server keeps of a StatefulSet.
 *
 * @param template annotations of the Pods that it makes
 * @param revision of the template; the Pods remember theirs in an annotation
 * @param parallel {@code podManagementPolicy: Parallel}
 * @param policy its own annotations, which say what becomes of its members' ports; the same for all its life
 */
record StatefulSetObject(
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
        this(namespace, name, uid, resourceVersion, deleting, start, replicas, template, revision, parallel, Map.of());
    }

    String key() {
        return namespace + "/" + name;
    }

    StatefulSetObject at(long version) {
        return new StatefulSetObject(
                namespace, name, uid, version, deleting, start, replicas, template, revision, parallel, policy);
    }

    StatefulSetObject scaledTo(int count) {
        return new StatefulSetObject(
                namespace, name, uid, resourceVersion, deleting, start, count, template, revision, parallel, policy);
    }

    StatefulSetObject beingDeleted() {
        return new StatefulSetObject(
                namespace, name, uid, resourceVersion, true, start, replicas, template, revision, parallel, policy);
    }

    StatefulSetObject withTemplate(Map<String, String> annotations) {
        return new StatefulSetObject(
                namespace,
                name,
                uid,
                resourceVersion,
                deleting,
                start,
                replicas,
                annotations,
                revision + 1,
                parallel,
                policy);
    }

    boolean retainsScaled() {
        return !deleting && "Retain".equals(policy.get(RetentionPolicy.WHEN_SCALED));
    }

    boolean wants(int ordinal) {
        return !deleting && ordinal >= start && ordinal < start + replicas;
    }
}
