package io.github.ovnnb.agent.kubernetes;

/** The API server did not give what we need to begin. It may later: try again. The message is for the operator. */
public final class ApiUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApiUnavailable(String message) {
        super(message);
    }
}
