package io.github.ovnnb.agent.domain;

/** What becomes of a port whose Pod is gone, and why: the reason goes to the log. Only {@link RetentionRule} makes one. */
public sealed interface PortFate {
    String reason();

    record Retain(String reason) implements PortFate {}

    record Release(String reason) implements PortFate {}
}
