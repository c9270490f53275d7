package io.github.ovnnb.agent.domain;

/**
 * Which of two objects was written earlier. The API server counts all writes to its store with one number, etcd's revision, so the versions
 * of a Pod and of a StatefulSet can be compared; where they are no numbers, nothing is known.
 */
public final class ResourceVersions {
    private ResourceVersions() {}

    /** False when in doubt. */
    public static boolean isOlder(String one, String other) {
        try {
            return Long.parseLong(one) < Long.parseLong(other);
        } catch (NumberFormatException opaque) {
            return false;
        }
    }
}
