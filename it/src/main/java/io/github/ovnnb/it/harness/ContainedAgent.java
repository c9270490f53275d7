package io.github.ovnnb.it.harness;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;

/**
 * The agent's jar in a container as the shipped manifests confine it: uid 65532, a root filesystem that can't be written, {@code /tmp} in memory,
 * no capabilities and no new privileges. Java and its libraries are this machine's own.
 */
public final class ContainedAgent extends GenericContainer<ContainedAgent> {
    private static final String USER = "65532:65532";

    private final TemporaryDirectory directory;

    private ContainedAgent(TemporaryDirectory directory, List<String> command) {
        super(OvnContainer.BASE_IMAGE);
        this.directory = directory;
        withImagePullPolicy(name -> false);
        withLabels(OwnedByThisJvm.labels());
        withNetworkMode("host");
        withCreateContainerCmdModifier(this::confine);
        withCommand(command.toArray(String[]::new));
    }

    /**
     * A central agent that is not started yet.
     *
     * @param northbound what {@code --ovn-nb} takes
     * @param identity at the API server
     * @param configuration YAML with an http port
     */
    public static ContainedAgent central(String northbound, Kubeconfig identity, String configuration) {
        var directory = TemporaryDirectory.create("ovnnb-contained");
        try {
            // Its user is not ours.
            Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
            var authority = directory.write("ca.crt", Files.readString(identity.certificateAuthority()));
            var kubeconfig = directory.write(
                    "kubeconfig", new Kubeconfig(identity.server(), authority, identity.token()).text());
            var config = directory.write("config.yaml", configuration);
            return new ContainedAgent(
                    directory,
                    List.of(
                            java().toString(),
                            "@" + Repository.file("agent/deploy/jvm.options"),
                            "-jar",
                            Repository.agentJar().toString(),
                            "run",
                            "--ovn-nb=" + northbound,
                            "--kubeconfig=" + kubeconfig,
                            "--config=" + config));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private void confine(CreateContainerCmd command) {
        command.withUser(USER);
        Objects.requireNonNull(command.getHostConfig())
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withTmpFs(Map.of("/tmp", "size=64m"))
                .withBinds(binds());
    }

    private List<Bind> binds() {
        var paths = new ArrayList<Path>();
        // Debian's Java is linked to what lies in /usr/lib, and keeps its settings in /etc.
        paths.add(Path.of("/usr"));
        Stream.of(Path.of(System.getProperty("java.home")), settings(), Repository.file("agent"), directory.path())
                .filter(path -> !path.startsWith("/usr"))
                .forEach(paths::add);
        return paths.stream()
                .map(path -> new Bind(path.toString(), new Volume(path.toString()), AccessMode.ro))
                .toList();
    }

    private static Path settings() {
        try {
            return Objects.requireNonNull(Path.of(System.getProperty("java.home"), "conf", "net.properties")
                    .toRealPath()
                    .getParent());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Override
    public void stop() {
        super.stop();
        directory.delete();
    }
}
