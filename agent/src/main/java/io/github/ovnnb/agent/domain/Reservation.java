package io.github.ovnnb.agent.domain;

/** What came of looking for addresses. */
public sealed interface Reservation {
    record Held(Subnet subnet, Placement placement) implements Reservation {}

    record Impossible(Obstacle obstacle) implements Reservation {}
}
