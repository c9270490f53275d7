package io.github.ovnnb.ovsdb.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The members of one database's cluster (or its only server), and the cluster's id when the user wants to be sure of it. Written
 * as a comma-separated list, {@code tcp:10.0.0.1:6641,tcp:10.0.0.2:6641,cid:UUID}.
 *
 * @param members in the order in which they are tried
 * @param clusterId that a member must have, if any is asked for
 */
public record Remotes(List<Remote> members, Optional<UUID> clusterId) {
    private static final String CLUSTER_ID = "cid:";

    /** Copies the list; fails with an IllegalArgumentException for members that do not go together. */
    public Remotes {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no remote is given; write for example tcp:127.0.0.1:6641");
        }
        if (members.size() > 1 && members.stream().anyMatch(Remote.Passive.class::isInstance)) {
            throw new IllegalArgumentException(
                    "a passive remote stands alone: who waits for a server to connect tries no other");
        }
    }

    /** Reads a comma-separated list. Throws IllegalArgumentException with a text that says what would be right. */
    public static Remotes parse(String text) {
        var members = new ArrayList<Remote>();
        Optional<UUID> clusterId = Optional.empty();
        for (var part : text.split(",", -1)) {
            var remote = part.strip();
            if (remote.startsWith(CLUSTER_ID)) {
                clusterId = Optional.of(clusterId(remote));
            } else if (!remote.isEmpty()) {
                members.add(Remote.parse(remote));
            }
        }
        return new Remotes(members, clusterId);
    }

    private static UUID clusterId(String remote) {
        var text = remote.substring(CLUSTER_ID.length());
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("remote '" + remote + "': '" + text + "' is not a UUID", e);
        }
    }

    /** The same members in an order drawn from {@code random}, so that many clients spread over a cluster. */
    public Remotes shuffled(RandomGenerator random) {
        var order = new ArrayList<>(members);
        for (var last = order.size() - 1; last > 0; last--) {
            Collections.swap(order, last, random.nextInt(last + 1));
        }
        return new Remotes(order, clusterId);
    }

    @Override
    public String toString() {
        var list = members.stream().map(Remote::toString).collect(Collectors.joining(","));
        return clusterId.map(id -> list + "," + CLUSTER_ID + id).orElse(list);
    }
}
