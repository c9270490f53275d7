package io.github.ovnnb.agent.domain;

/** What is known of a port, and what would be done about it. */
public record Look(Observation seen, Plan plan) {
    public PortIdentity port() {
        return seen.port();
    }
}
