package io.github.ovnnb.ovsdb.session;

import java.time.Duration;

/**
 * What a session wants of its database.
 *
 * @param remotes in the order in which they are tried
 * @param leaderOnly refuse a cluster's followers
 * @param historyWanted ask for {@code monitor_cond_since} first
 * @param rehearses use the time in which the first dump is composed, see {@link Rehearsal}
 * @param probeInterval of silence before an echo is asked for, and again before the connection is given up; zero turns it off.
 *     Unix sockets are never probed: the kernel tells when the server is gone
 */
public record SessionSettings(
        Remotes remotes,
        String database,
        boolean leaderOnly,
        boolean historyWanted,
        boolean rehearses,
        Duration probeInterval,
        Backoff backoff,
        PhaseDeadlines deadlines,
        Window window,
        WhileDisconnected whileDisconnected,
        MessageLimits limits) {

    SessionSettings with(Remotes others) {
        return new SessionSettings(
                others,
                database,
                leaderOnly,
                historyWanted,
                rehearses,
                probeInterval,
                backoff,
                deadlines,
                window,
                whileDisconnected,
                limits);
    }

    MemberPolicy policy() {
        return new MemberPolicy(leaderOnly, remotes.clusterId());
    }
}
