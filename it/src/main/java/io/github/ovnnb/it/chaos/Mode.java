package io.github.ovnnb.it.chaos;

/** How the agents run. Lower case, as the command line has them. */
public enum Mode {
    /** Three replicas that stand for one lease. */
    central(3, 3),
    /** One agent on each of five nodes. */
    node(5, 5);

    final int agents;
    final int nodes;

    Mode(int agents, int nodes) {
        this.agents = agents;
        this.nodes = nodes;
    }
}
