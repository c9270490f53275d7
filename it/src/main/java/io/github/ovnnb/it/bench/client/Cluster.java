package io.github.ovnnb.it.bench.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Three members of a clustered Northbound on this machine, with an election timer of one second. */
final class Cluster implements AutoCloseable {

    private static final String SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema";

    /** @param port where clients connect */
    private record Member(Process server, int port) {
        String remote() {
            return "tcp:127.0.0.1:" + port;
        }
    }

    private final List<Member> members = new ArrayList<>();

    static Cluster start(Path directory) {
        var cluster = new Cluster();
        var first = "tcp:127.0.0.1:" + Northbound.freePort();
        var founder = directory.resolve("member0.db");
        Programs.run("ovsdb-tool", "--election-timer=1000", "create-cluster", founder.toString(), SCHEMA, first);
        cluster.add(founder);
        for (var number = 1; number < 3; number++) {
            var file = directory.resolve("member" + number + ".db");
            var own = "tcp:127.0.0.1:" + Northbound.freePort();
            Programs.run("ovsdb-tool", "join-cluster", file.toString(), PortTables.DATABASE, own, first);
            cluster.add(file);
        }
        return cluster;
    }

    private void add(Path file) {
        var port = Northbound.freePort();
        var server = Programs.start(
                Path.of(file + ".log"),
                "ovsdb-server",
                "--no-chdir",
                "-vconsole:warn",
                "--unixctl=" + file + ".ctl",
                "--remote=punix:" + file + ".sock",
                "--remote=ptcp:" + port + ":127.0.0.1",
                file.toString());
        members.add(new Member(server, port));
        Northbound.await("has " + file + ".sock", () -> Files.exists(Path.of(file + ".sock")), server);
        Programs.run("ovsdb-client", "-t", "30", "wait", "unix:" + file + ".sock", PortTables.DATABASE, "connected");
    }

    String remotes() {
        return members.stream().map(Member::remote).collect(Collectors.joining(","));
    }

    Replayer connectToFounder() {
        return Replayer.to(members.get(0).port);
    }

    /** Ends the member that listens there as a crash would. */
    void kill(String remote) {
        members.stream()
                .filter(member -> member.remote().equals(remote))
                .forEach(member -> member.server.destroyForcibly());
    }

    @Override
    public void close() {
        Programs.end(members.stream().map(Member::server).toList());
    }
}
