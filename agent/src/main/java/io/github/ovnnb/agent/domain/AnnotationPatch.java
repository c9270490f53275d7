package io.github.ovnnb.agent.domain;

import java.util.Map;

/** Annotations for one very Pod: the uid keeps them from a successor of the same name. */
public record AnnotationPatch(String namespace, String pod, String uid, Map<String, String> annotations) {
    public AnnotationPatch {
        annotations = Map.copyOf(annotations);
    }
}
