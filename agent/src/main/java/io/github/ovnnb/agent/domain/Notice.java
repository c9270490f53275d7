package io.github.ovnnb.agent.domain;

/**
 * Something that a user should know of although nothing waits for it; a Warning Event on the object.
 *
 * @param reason one word, as Events have it
 * @param message which annotation, which value, what would be right
 */
public record Notice(Subject about, String reason, String message) {
    /** An object of Kubernetes. @param resourceVersion empty text if not known */
    public record Subject(
            String apiVersion, String kind, String namespace, String name, String uid, String resourceVersion) {
        public static Subject of(PodFacts pod) {
            return new Subject("v1", "Pod", pod.namespace(), pod.name(), pod.uid(), pod.resourceVersion());
        }

        static Subject of(PodFacts.OwnerReference owner, String namespace) {
            return new Subject(owner.apiVersion(), owner.kind(), namespace, owner.name(), owner.uid(), "");
        }
    }
}
