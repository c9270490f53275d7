package io.github.ovnnb.it.harness;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/**
 * OVN's central part in a container: Northbound and Southbound ovsdb-server and ovn-northd, over TCP (6641 and 6642,
 * mapped to free ports of this machine) and over unix sockets in a directory that the container shares with this
 * machine.
 *
 * <p>The image is made from Debian's packages when it is missing, and kept under a name derived from its recipe: the
 * first start on a machine takes about half a minute, the next ones seconds. No registry is asked as long as the base
 * image is there.
 *
 * <p>A JVM that is killed leaves its container running where Testcontainers' reaper is off. The next {@link #start()}
 * removes the containers of JVMs that are no more.
 */
public final class OvnContainer extends GenericContainer<OvnContainer> implements Ovn {

    private static final int NORTHBOUND_PORT = 6641;
    private static final int SOUTHBOUND_PORT = 6642;
    static final String BASE_IMAGE = "debian:bookworm-slim";
    private static final String DIRECTORY_INSIDE = "/run/ovn";

    private final TemporaryDirectory directory = TemporaryDirectory.create("ovnnb-ovn");
    private final ContainerShells shells =
            new ContainerShells(this::getContainerId, directory.path(), DIRECTORY_INSIDE);

    /** Debian bookworm's OVN: 23.03, Northbound schema 7.0.0. */
    public OvnContainer() {
        this(BASE_IMAGE);
    }

    /**
     * The OVN of another Debian release.
     *
     * @param baseImage an image with Debian's package sources, such as {@code debian:trixie-slim}
     */
    public OvnContainer(String baseImage) {
        super(image(baseImage));
        withImagePullPolicy(name -> false);
        withExposedPorts(NORTHBOUND_PORT, SOUTHBOUND_PORT);
        // withFileSystemBind would first try a mount in a container of Alpine, from a registry.
        withCreateContainerCmdModifier(command ->
                hostConfig(command).withBinds(new Bind(directory.path().toString(), new Volume(DIRECTORY_INSIDE))));
        withLabels(OwnedByThisJvm.labels());
        waitingFor(Wait.forLogMessage(".*ovn-central: ready.*", 1).withStartupTimeout(Duration.ofSeconds(120)));
    }

    @Override
    public void start() {
        OwnedByThisJvm.removeOrphans(DockerClientFactory.instance().client());
        super.start();
    }

    @Override
    public void stop() {
        shells.close();
        super.stop();
        directory.delete();
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String northboundTcp() {
        return "tcp:" + numericHost() + ":" + getMappedPort(NORTHBOUND_PORT);
    }

    /** Where the Southbound listens: {@code tcp:HOST:PORT}. */
    public String southboundTcp() {
        return "tcp:" + numericHost() + ":" + getMappedPort(SOUTHBOUND_PORT);
    }

    /** ovn-nbctl 23.03 resolves no host names without its resolver library. */
    private String numericHost() {
        return getHost().equals("localhost") ? "127.0.0.1" : getHost();
    }

    @Override
    public String northboundUnix() {
        return "unix:" + directory.path().resolve("ovnnb_db.sock");
    }

    /** The directory with sockets, databases, pid files and logs, as this machine sees it. */
    public Path sharedDirectory() {
        return directory.path();
    }

    /** Straight to the Northbound, for more than ovn-nbctl can be asked to do. The caller closes it. */
    public RawConnection connect() {
        return RawConnection.to(Path.of(northboundUnix().substring("unix:".length())));
    }

    @Override
    public String nbctl(String... arguments) {
        return printed(shells.run("ovn-nbctl", arguments), "ovn-nbctl", arguments);
    }

    @Override
    public void stopNorthbound() {
        central("stop", "nb");
    }

    @Override
    public void killNorthbound() {
        central("kill", "nb");
    }

    @Override
    public void startNorthbound() {
        central("start", "nb");
    }

    @Override
    public void pauseNorthbound() {
        central("pause", "nb");
    }

    @Override
    public void resumeNorthbound() {
        central("resume", "nb");
    }

    /** Stops ovn-northd (SIGSTOP): for a measurement to which what it computes does not belong. */
    public void pauseNorthd() {
        central("pause", "northd");
    }

    /** Not by a shell that stays: what it starts shall not be that one's child. */
    private void central(String... arguments) {
        try {
            var command = Stream.concat(Stream.of("ovn-central"), Stream.of(arguments))
                    .toArray(String[]::new);
            var result = execInContainer(command);
            printed(
                    new CommandOutcome(result.getExitCode(), result.getStdout(), result.getStderr()),
                    "ovn-central",
                    arguments);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running ovn-central", interrupted);
        }
    }

    private static String printed(CommandOutcome outcome, String program, String... arguments) {
        if (outcome.exitStatus() != 0) {
            throw new IllegalStateException(program + " " + String.join(" ", arguments) + ": "
                    + outcome.errors().strip());
        }
        return outcome.output().stripTrailing();
    }

    private static HostConfig hostConfig(CreateContainerCmd command) {
        return Objects.requireNonNull(command.getHostConfig(), "Testcontainers sets one");
    }

    static Future<String> image(String baseImage) {
        var dockerfile = resource("Dockerfile").replace(BASE_IMAGE, baseImage);
        var program = resource("ovn-central");
        var name = "ovnnb/ovn-central:" + shortHash(dockerfile + program);
        if (exists(name)) {
            return CompletableFuture.completedFuture(name);
        }
        return new ImageFromDockerfile(name, false)
                .withFileFromString("Dockerfile", dockerfile)
                .withFileFromTransferable(
                        "ovn-central", Transferable.of(program.getBytes(StandardCharsets.UTF_8), 0100755));
    }

    private static boolean exists(String image) {
        try {
            DockerClientFactory.instance().client().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException missing) {
            return false;
        }
    }

    static String resource(String name) {
        try (InputStream in = OvnContainer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the harness's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String shortHash(String recipe) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(recipe.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
