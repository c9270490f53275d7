package io.github.ovnnb.agent.domain.explain;

/** One statement of an explanation. @param topic a word or two, for a margin */
public record Line(String topic, String text) {}
