package io.github.ovnnb.it.harness;

/** How a program ended and what it said. */
public record CommandOutcome(int exitStatus, String output, String errors) {}
