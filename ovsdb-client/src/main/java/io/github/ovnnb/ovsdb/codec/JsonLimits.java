package io.github.ovnnb.ovsdb.codec;

/**
 * How much of a message we are willing to take in. Beyond them decoding fails with {@link MalformedMessageException}.
 *
 * @param depth of nested arrays and objects; ovsdb-server itself stops at 1000 (json.c, JSON_MAX_HEIGHT)
 * @param messageBytes of one whole message
 * @param stringBytes of one string
 */
public record JsonLimits(int depth, long messageBytes, int stringBytes) {
    /** As deep as ovsdb-server itself goes, 4 GiB, 64 MiB. */
    public static final JsonLimits DEFAULT = new JsonLimits(1000, 4L << 30, 64 << 20);
}
