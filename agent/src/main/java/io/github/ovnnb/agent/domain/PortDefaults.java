package io.github.ovnnb.agent.domain;

/** What the configuration says of every port. @param portSecurity where the Pod's annotation says nothing */
public record PortDefaults(boolean portSecurity) {}
