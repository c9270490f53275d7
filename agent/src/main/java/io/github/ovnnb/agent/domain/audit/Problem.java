package io.github.ovnnb.agent.domain.audit;

/** What can be wrong with a port, a subnet or a pool. Prints as the column {@code PROBLEM} has it. */
public enum Problem {
    SAME_IP("two ports have one IP"),
    SAME_MAC("two ports have one MAC"),
    SEVERAL_SWITCHES("on several switches"),
    NO_OWNER("nobody wants the port"),
    NO_PORT("Pod has addresses but no port"),
    WAITS("Pod has no address"),
    ANNOTATION_DISAGREES("annotation disagrees with the port"),
    OUTSIDE_SUBNET("address outside its subnet"),
    NO_SUBNET("no such subnet"),
    NODE_ADDRESS("a node has the address too"),
    SUBNETS_OVERLAP("subnets of one VPC overlap"),
    POOLS_OVERLAP("pools overlap");

    private final String words;

    Problem(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
