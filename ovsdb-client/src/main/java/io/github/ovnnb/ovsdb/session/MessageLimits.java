package io.github.ovnnb.ovsdb.session;

/**
 * How much of one message of the server's is taken in. A message beyond them ends the connection, and the status says why.
 *
 * @param depth of nested arrays and objects; ovsdb-server itself stops at 1000 (json.c, JSON_MAX_HEIGHT)
 * @param messageBytes of one whole message: the dump of a database is one
 * @param stringBytes of one string
 */
public record MessageLimits(int depth, long messageBytes, int stringBytes) {
    /** 1000 levels, 4 GiB, and 64 MiB. */
    public static final MessageLimits DEFAULT = new MessageLimits(1000, 4L << 30, 64 << 20);

    /** @throws IllegalArgumentException if no database could be read within them */
    public MessageLimits {
        if (depth < 10 || messageBytes < 1 || stringBytes < 1) {
            throw new IllegalArgumentException("no database could be read within " + depth + " levels, " + messageBytes
                    + " and " + stringBytes + " bytes");
        }
    }
}
