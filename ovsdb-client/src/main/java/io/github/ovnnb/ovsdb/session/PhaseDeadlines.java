package io.github.ovnnb.ovsdb.session;

import java.time.Duration;

/**
 * How long each step to a usable connection may take.
 *
 * @param connect until the TCP connection stands, name resolution included
 * @param tls for the TLS handshake
 * @param schema between two signs of life while the server is asked what it is and which schema it has
 * @param dump between two signs of life while the rows come: progress, not the total, so that a large database is no failure. A server
 *     is silent while it composes its answer, which took up to 7 s for 100,000 ports on a loaded machine
 */
public record PhaseDeadlines(Duration connect, Duration tls, Duration schema, Duration dump) {
    /** 10 s to connect, 10 s for the handshake, 20 s for the schema, 60 s of silence while rows are expected. */
    public static final PhaseDeadlines DEFAULT = new PhaseDeadlines(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(60));

    /** Fails with an IllegalArgumentException for one that leaves no time. */
    public PhaseDeadlines {
        for (var deadline : new Duration[] {connect, tls, schema, dump}) {
            if (deadline.isNegative() || deadline.isZero()) {
                throw new IllegalArgumentException("a deadline must be positive, not " + deadline);
            }
            Patience.require("a deadline", deadline);
        }
    }
}
