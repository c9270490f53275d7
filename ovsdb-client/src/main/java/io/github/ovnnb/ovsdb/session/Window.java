package io.github.ovnnb.ovsdb.session;

/**
 * How much may be on the wire unanswered. The server reads nothing more while it has something to send to us, so that a larger window
 * only fills socket buffers.
 *
 * @param transactions at most this many
 * @param bytes of requests at most; a single larger one is sent when nothing else is on the wire
 */
public record Window(int transactions, long bytes) {
    /** 256 transactions and 4 MiB. */
    public static final Window DEFAULT = new Window(256, 4L << 20);

    /** Fails with an IllegalArgumentException for one that nothing fits into. */
    public Window {
        if (transactions < 1 || bytes < 1) {
            throw new IllegalArgumentException("a window of " + transactions + " transactions is closed");
        }
    }
}
