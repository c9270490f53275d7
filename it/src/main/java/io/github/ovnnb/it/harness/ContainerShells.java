package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;

/** As many shells in one container as programs are run there at once: one of them may wait for a server that does not answer. */
final class ContainerShells implements AutoCloseable {
    private final Supplier<String> container;
    private final Path directory;
    private final String directoryInside;
    private final Deque<ContainerShell> idle = new ArrayDeque<>();
    private int started;

    /**
     * None is started before it is needed.
     *
     * @param directory what the container shares with this machine
     * @param directoryInside the same as the container sees it
     */
    ContainerShells(Supplier<String> container, Path directory, String directoryInside) {
        this.container = container;
        this.directory = directory;
        this.directoryInside = directoryInside;
    }

    /** Runs the program to its end. What it starts ends with the shell at the latest. */
    CommandOutcome run(String program, String... arguments) {
        try {
            var shell = take();
            var outcome = shell.run(program, arguments);
            giveBack(shell);
            return outcome;
        } catch (IOException broken) {
            throw new UncheckedIOException("running " + program + " in the container", broken);
        }
    }

    private synchronized ContainerShell take() throws IOException {
        var shell = idle.poll();
        return shell == null ? start() : shell;
    }

    private ContainerShell start() throws IOException {
        var name = "shell-" + started++;
        return ContainerShell.start(
                DockerClientFactory.instance().client(),
                container.get(),
                Files.createDirectory(directory.resolve(name)),
                directoryInside + "/" + name);
    }

    private synchronized void giveBack(ContainerShell shell) {
        idle.push(shell);
    }

    @Override
    public synchronized void close() {
        idle.forEach(ContainerShell::close);
        idle.clear();
    }
}
