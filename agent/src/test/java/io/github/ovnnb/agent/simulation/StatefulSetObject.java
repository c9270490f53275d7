package io.github.ovnnb.agent.simulation;

import java.util.Map;

/**
 * What the simulated API server keeps of a StatefulSet.
 *
 * @param template annotations of the Pods that it makes
 * @param revision of the template; the Pods remember theirs in an annotation
 * @param parallel {@code podManagementPolicy: Parallel}
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
        boolean parallel) {
    String key() {
        return namespace + "/" + name;
    }

    StatefulSetObject at(long version) {
        return new StatefulSetObject(
                namespace, name, uid, version, deleting, start, replicas, template, revision, parallel);
    }

    StatefulSetObject scaledTo(int count) {
        return new StatefulSetObject(
                namespace, name, uid, resourceVersion, deleting, start, count, template, revision, parallel);
    }

    StatefulSetObject beingDeleted() {
        return new StatefulSetObject(
                namespace, name, uid, resourceVersion, true, start, replicas, template, revision, parallel);
    }

    StatefulSetObject withTemplate(Map<String, String> annotations) {
        return new StatefulSetObject(
                namespace, name, uid, resourceVersion, deleting, start, replicas, annotations, revision + 1, parallel);
    }

    boolean wants(int ordinal) {
        return !deleting && ordinal >= start && ordinal < start + replicas;
    }
}
