package io.github.ovnnb.it.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A row of Logical_Switch_Port with the switches that it is on.
 *
 * @param switches names
 * @param addresses the column, each {@code "MAC IP..."}
 */
record Port(String uuid, String name, Set<String> switches, List<String> addresses, Map<String, String> externalIds) {
    Port {
        switches = Set.copyOf(switches);
        addresses = List.copyOf(addresses);
        externalIds = Map.copyOf(externalIds);
    }

    /** What it says to whom it serves, in words that can be compared with what a Pod was told. */
    Assignment assignment() {
        return Assignment.of(
                switches.stream().sorted().collect(Collectors.joining(",")), addresses.toArray(String[]::new));
    }

    /** One that an agent made or took over. */
    boolean isOurs() {
        return "kube-ovn".equals(externalIds.get("vendor"));
    }

    /** The uid of the Pod that uses it now; empty text while it is retained. */
    String podUid() {
        return externalIds.getOrDefault("ovnnb.io/pod-uid", "");
    }

    String ownerUid() {
        return externalIds.getOrDefault("ovnnb.io/owner-uid", "");
    }

    @Override
    public String toString() {
        return "row " + name + " (" + uuid + ") " + assignment() + " for Pod "
                + (podUid().isEmpty() ? "none" : podUid());
    }
}
