package io.github.ovnnb.it.harness;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Northbound in a cluster of three (raft), all in one {@link OvsdbHost}, with an election timer of one second. */
public final class OvnCluster implements AutoCloseable {

    private static final String DATABASE = "OVN_Northbound";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final OvsdbHost host;
    private final List<OvsdbServer> members;

    private OvnCluster(OvsdbHost host) {
        this.host = host;
        this.members = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new OvsdbServer(host, number, DATABASE, OvsdbHost.INSIDE + "/" + number + ".db"))
                .toList();
    }

    /** Starts three members on an {@link OvsdbHost} of its own and waits until they are one cluster. Closing stops them. */
    public static OvnCluster start() {
        var host = new OvsdbHost();
        host.start();
        return on(host);
    }

    /** The same on a host of the caller's, which closing stops, too; with TLS if the host has a {@link Pki}. */
    public static OvnCluster on(OvsdbHost host) {
        var cluster = new OvnCluster(host);
        cluster.form(OvsdbHost.NORTHBOUND_SCHEMA);
        return cluster;
    }

    private void form(String contents) {
        var first = members.get(0);
        host.run("ovsdb-tool", "--election-timer=1000", "create-cluster", first.file(), contents, first.raftAddress());
        first.start();
        for (var member : members.subList(1, members.size())) {
            host.run("ovsdb-tool", "join-cluster", member.file(), DATABASE, member.raftAddress(), first.raftAddress());
            member.start();
        }
        members.forEach(this::awaitConnected);
    }

    /**
     * Ends all members and forms another cluster of them, with an id of its own, whose contents are those of a
     * {@linkplain OvsdbServer#backup backup}. Rows keep their uuids.
     *
     * @param backup a file of the host
     */
    public void formAnew(String backup) {
        members.forEach(OvsdbServer::kill9);
        members.forEach(member -> host.run("rm", "-f", member.file()));
        form(OvsdbHost.INSIDE + "/" + backup);
    }

    /** Keeps copies of all members' files, as of disks; the members are ended politely for it and started again. */
    public void keepFiles() {
        members.forEach(OvsdbServer::terminate);
        members.forEach(member -> host.run("cp", member.file(), member.file() + ".kept"));
        startAll();
    }

    /** Kills all members and puts the copies in the place of their files: the same cluster, of the same id, as it was then. */
    public void putFilesBack() {
        members.forEach(OvsdbServer::kill9);
        members.forEach(member -> host.run("cp", member.file() + ".kept", member.file()));
        startAll();
    }

    private void startAll() {
        members.forEach(OvsdbServer::start);
        members.forEach(this::awaitConnected);
    }

    /** What all members call their cluster. */
    public UUID id() {
        return UUID.fromString(members.get(0).appctl("cluster/cid", DATABASE));
    }

    /** A relay of this cluster (ovsdb(7), "Relay Service Model"), to be reached by its unix socket. Not started yet. */
    public OvsdbServer relay() {
        var sources = members.stream().map(OvsdbServer::socketInside).collect(Collectors.joining(","));
        return new OvsdbServer(host, members.size() + 1, DATABASE, "relay:" + DATABASE + ":" + sources);
    }

    public List<OvsdbServer> members() {
        return members;
    }

    /** All members' TCP remotes, comma-separated. */
    public String tcp() {
        return members.stream().map(OvsdbServer::tcp).collect(Collectors.joining(","));
    }

    /** All members' TLS remotes. */
    public String ssl() {
        return members.stream().map(OvsdbServer::ssl).collect(Collectors.joining(","));
    }

    /** All members' unix sockets. */
    public String unix() {
        return members.stream().map(OvsdbServer::unix).collect(Collectors.joining(","));
    }

    /** The member that leads now; waits for an election under way. Members that are frozen must be named. */
    public OvsdbServer leader(OvsdbServer... frozen) {
        var asked = members.stream()
                .filter(member -> !List.of(frozen).contains(member))
                .toList();
        var found = new Leader();
        Patience.until("a leader", PATIENCE, () -> found.in(asked), () -> "asked " + asked);
        return found.server.orElseThrow();
    }

    /** The members that do not lead now. */
    public List<OvsdbServer> followers() {
        var leader = leader();
        return members.stream().filter(member -> member != leader).toList();
    }

    /** Waits until this member is part of the cluster, after a start or a thaw. */
    public void awaitConnected(OvsdbServer member) {
        member.client("wait", DATABASE, "connected");
    }

    /** Makes the leader hand over its office. */
    public void depose(OvsdbServer leader) {
        leader.appctl("cluster/failure-test", "transfer-leadership");
    }

    @Override
    public void close() {
        host.close();
    }

    private static final class Leader {
        private Optional<OvsdbServer> server = Optional.empty();

        boolean in(List<OvsdbServer> asked) {
            server = asked.stream().filter(Leader::leads).findFirst();
            return server.isPresent();
        }

        private static boolean leads(OvsdbServer member) {
            try {
                return member.appctl("cluster/status", DATABASE).contains("Role: leader");
            } catch (IllegalStateException dead) {
                return false;
            }
        }
    }
}
