package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.session.Remote;
import java.util.Optional;

/** How a client stands with its database. */
public sealed interface ConnectionStatus {

    /** {@code start} has not been called. */
    record NotStarted() implements ConnectionStatus {}

    /**
     * A connection is being made, or made ready: schema and rows are being fetched.
     *
     * @param remote that is tried
     * @param attempt counted from 1 since the last connection that stood for a while
     * @param lastProblem why the attempt before failed, or the connection before ended
     */
    record Connecting(Remote remote, int attempt, Optional<String> lastProblem) implements ConnectionStatus {}

    /**
     * The replica follows the database.
     *
     * @param remote that it is connected to
     */
    record Synced(Remote remote) implements ConnectionStatus {}

    /** Nothing is connected; the next attempt comes by itself. The replica keeps what it last knew.
     *
     * @param reason why the last connection ended or failed
     */
    record Disconnected(String reason) implements ConnectionStatus {}

    /** The client has been closed. */
    record Closed() implements ConnectionStatus {}
}
