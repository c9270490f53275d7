package io.github.ovnnb.agent.simulation;

/** How the agents of a cluster share their work. */
enum Mode {
    /** One of them serves all Pods, the others stand by. */
    CENTRAL,
    /** One on each node serves the Pods of its node. */
    NODE
}
