package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.harness.Repository;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The other clients that can be had on this machine. Those that cannot are named, with the reason. */
final class Peers {

    private static final String SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema";
    /** Where Debian's python3-openvswitch is found; a python3 of another origin does not see it. */
    private static final String PYTHON = "/usr/bin/python3";

    /** How a peer is made ready; fails when it cannot be had. */
    private interface Preparation {
        Peer prepare();
    }

    private final PrintStream out;
    private final int rows;
    private final Path directory;
    private final Map<String, Peer> ready = new LinkedHashMap<>();

    private Peers(PrintStream out, int rows, Path directory) {
        this.out = out;
        this.rows = rows;
        this.directory = directory;
    }

    static Map<String, Peer> ready(PrintStream out, int rows, Path directory) {
        var peers = new Peers(out, rows, directory);
        peers.add("c_idl", peers::nbctl);
        peers.add("python_idl", peers::python);
        peers.add("libovsdb", peers::libovsdb);
        peers.add("vmware", peers::vmware);
        return peers.ready;
    }

    private void add(String name, Preparation preparation) {
        try {
            var peer = preparation.prepare();
            ready.put(name, server -> measureOrSkip(name, peer, server));
        } catch (RuntimeException missing) {
            skip(name, missing);
        }
    }

    private Map<String, Double> measureOrSkip(String name, Peer peer, Northbound server) {
        try {
            return peer.measure(server);
        } catch (RuntimeException failed) {
            skip(name, failed);
            return Map.of();
        }
    }

    private void skip(String name, RuntimeException why) {
        var reason = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        out.println("skipped: " + name + ": " + reason);
    }

    /** The C IDL, as ovn-nbctl starts it for one question that no row answers; its own start is a few milliseconds. */
    private Peer nbctl() {
        Programs.run("ovn-nbctl", "--version");
        return server -> {
            var begin = System.nanoTime();
            Programs.run(
                    "ovn-nbctl",
                    "--no-leader-only",
                    "--db=" + server.remote(),
                    "--columns=name,addresses,port_security,external_ids,options",
                    "find",
                    PortTables.PORTS,
                    "name=nobody",
                    "--",
                    "--columns=name,ports,external_ids",
                    "find",
                    PortTables.SWITCHES,
                    "name=nobody");
            return Map.of("sync_seconds", (System.nanoTime() - begin) / 1e9);
        };
    }

    private Peer python() {
        Programs.run(PYTHON, "-c", "import ovs.db.idl");
        var script = Repository.file("it/peers/python/sync.py").toString();
        return server -> Programs.measurements(PYTHON, script, server.remote(), Integer.toString(rows), SCHEMA);
    }

    private Peer libovsdb() {
        var program = directory.resolve("libovsdb").toString();
        Programs.run(
                "env",
                "GOFLAGS=-mod=readonly",
                "go",
                "build",
                "-C",
                Repository.file("it/peers/libovsdb").toString(),
                "-o",
                program,
                ".");
        return server -> Programs.measurements(program, server.remote(), Integer.toString(rows));
    }

    /** Built by a Maven of its own, because it brings a Netty of its own. */
    private Peer vmware() {
        var target = directory.resolve("vmware").toString();
        Programs.run(
                "mvn",
                "-q",
                "-B",
                "-ntp",
                "-f",
                Repository.file("it/peers/vmware/pom.xml").toString(),
                "-Dpeer.directory=" + target,
                "package");
        return server -> Programs.measurements(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                target + "/classes:" + target + "/lib/*",
                "io.github.ovnnb.peer.VmwareSync",
                server.remote().substring(server.remote().lastIndexOf(':') + 1),
                Integer.toString(rows));
    }
}
