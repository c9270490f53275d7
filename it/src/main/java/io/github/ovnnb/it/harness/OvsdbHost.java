package io.github.ovnnb.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/**
 * A container in which a test starts ovsdb-servers of its choice, each an {@link OvsdbServer}: any schema, alone or in a
 * cluster, over TCP, TLS and unix sockets, to be killed, frozen and started again one by one. From the same image as
 * {@link OvnContainer}.
 */
public final class OvsdbHost extends GenericContainer<OvsdbHost> {

    /** The schema file of OVN_Northbound. */
    public static final String NORTHBOUND_SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema";

    /** A file system so small that a database fills it. */
    public static final String SMALL_DISK = "/small";

    private static final String FILLER = SMALL_DISK + "/filler";

    static final String INSIDE = "/run/ovn";
    private static final int SERVERS = 3;
    private static final int FIRST_TCP_PORT = 6641;
    private static final int FIRST_TLS_PORT = 6741;

    private final TemporaryDirectory directory = TemporaryDirectory.create("ovnnb-db");
    private int standalones;

    /**
     * Debian bookworm's Open vSwitch 3.1 and OVN 23.03, unless the system property {@code ovnnb.base.image} names another
     * base image.
     */
    public OvsdbHost() {
        this(System.getProperty("ovnnb.base.image", OvnContainer.BASE_IMAGE));
    }

    /**
     * Those of another Debian release.
     *
     * @param baseImage such as {@code debian:trixie-slim}
     */
    public OvsdbHost(String baseImage) {
        super(OvnContainer.image(baseImage));
        withImagePullPolicy(name -> false);
        withExposedPorts(IntStream.range(0, SERVERS)
                .flatMap(server -> IntStream.of(FIRST_TCP_PORT + server, FIRST_TLS_PORT + server))
                .boxed()
                .toArray(Integer[]::new));
        withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                .withInit(true)
                // To cut members off from each other.
                .withCapAdd(Capability.NET_ADMIN)
                .withTmpFs(Map.of(SMALL_DISK, "size=600k"))
                .withBinds(new Bind(directory.path().toString(), new Volume(INSIDE))));
        withLabels(OwnedByThisJvm.labels());
        withCommand("sleep", "infinity");
        // Nothing listens before a server is started.
        waitingFor(Wait.forSuccessfulCommand("true"));
    }

    @Override
    public void start() {
        OwnedByThisJvm.removeOrphans(DockerClientFactory.instance().client());
        super.start();
        var daemon = OvnContainer.resource("ovsdb-daemon").getBytes(StandardCharsets.UTF_8);
        copyFileToContainer(Transferable.of(daemon, 0100755), "/usr/local/bin/ovsdb-daemon");
    }

    @Override
    public void stop() {
        super.stop();
        directory.delete();
    }

    @Override
    public void close() {
        stop();
    }

    /** A server alone with its database, made from the schema file. Not started yet. A host has room for three. */
    public OvsdbServer standalone(String database, String schema) {
        return standalone(database, schema, INSIDE);
    }

    /**
     * The same with the database file in another directory of the container.
     *
     * @param directoryInside such as {@link #SMALL_DISK}
     */
    public OvsdbServer standalone(String database, String schema, String directoryInside) {
        if (standalones == SERVERS) {
            throw new IllegalStateException("a host has ports for " + SERVERS + " servers");
        }
        var number = ++standalones;
        var server = new OvsdbServer(this, number, database, directoryInside + "/" + number + ".db");
        run("ovsdb-tool", "create", server.file(), schema);
        return server;
    }

    /** Leaves no byte free on {@link #SMALL_DISK} but in the last page of files that are there, until {@link #makeRoom}. */
    public void fillSmallDisk() {
        run("bash", "-c", "! dd if=/dev/zero of=" + FILLER + " bs=1k");
    }

    /** Frees what {@link #fillSmallDisk} took. */
    public void makeRoom() {
        run("rm", "-f", FILLER);
    }

    /** Runs a program in the container and returns what it printed; an exit status other than 0 is an exception. */
    public String run(String... command) {
        try {
            var result = execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + result.getStdout()
                        + result.getStderr().strip());
            }
            return result.getStdout().stripTrailing();
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0], interrupted);
        }
    }

    /** Puts a file where the servers' own files are, and returns its path in the container. */
    public String write(String name, String content) {
        directory.write(name, content);
        return INSIDE + "/" + name;
    }

    /**
     * The Northbound's schema of a later version, with a column more: any text, or none.
     *
     * @return its path in the container
     */
    public String northboundSchemaWith(String table, String column) {
        try {
            var json = new ObjectMapper();
            var schema = (ObjectNode) json.readTree(run("cat", NORTHBOUND_SCHEMA));
            schema.put("version", "7.99.0");
            schema.withObject("/tables/" + table + "/columns/" + column)
                    .withObject("/type")
                    .put("key", "string")
                    .put("min", 0)
                    .put("max", 1);
            return write("later.ovsschema", json.writeValueAsString(schema));
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(NORTHBOUND_SCHEMA + " is no JSON", notJson);
        }
    }

    /** The directory {@code /run/ovn} of the container, as this machine sees it: sockets, logs, certificates. */
    public Path directory() {
        return directory.path();
    }

    static int tcpPort(int server) {
        return FIRST_TCP_PORT + server - 1;
    }

    static int tlsPort(int server) {
        return FIRST_TLS_PORT + server - 1;
    }

    /** Numeric, because a certificate names it. */
    String address(int port) {
        var host = getHost().equals("localhost") ? "127.0.0.1" : getHost();
        return host + ":" + getMappedPort(port);
    }
}
