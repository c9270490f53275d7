package io.github.ovnnb.agent.domain;

/** Addresses on a logical switch: what a port has, or is about to have. */
public record Placement(String logicalSwitch, Addresses addresses) {}
