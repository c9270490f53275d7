package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this project's own files are: the shipped manifests, the runnable jar. */
public final class Repository {

    private Repository() {}

    /** The file of that path below the repository's root, found from the working directory upwards. */
    public static Path file(String path) {
        return root().resolve(path);
    }

    /** The agent's runnable jar. */
    public static Path agentJar() {
        var target = file("agent/target");
        if (Files.isDirectory(target)) {
            try (var jars = Files.newDirectoryStream(target, "agent-*-all.jar")) {
                for (var jar : jars) {
                    return jar;
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        throw new IllegalStateException("no agent-*-all.jar in " + target + ": run 'mvn -pl agent -am package' first");
    }

    private static Path root() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("it/control-plane/go.mod"))) {
            var parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "not inside the repository: " + Path.of("").toAbsolutePath());
            }
            directory = parent;
        }
        return directory;
    }
}
