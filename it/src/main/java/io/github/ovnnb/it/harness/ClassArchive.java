package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;

/**
 * The classes of the agent as the virtual machine has read and checked them once (class data sharing, java(1) {@code -XX:SharedArchiveFile}):
 * with them an agent takes little more than half the CPU to be up. Made once for each jar, and good for that jar and that Java alone; the virtual machine goes
 * without where it is not.
 */
final class ClassArchive {
    private ClassArchive() {}

    /** For the command line of an agent. */
    static List<String> options() {
        return isCurrent() ? List.of("-XX:SharedArchiveFile=" + file()) : List.of();
    }

    /**
     * Makes it, unless it is there or somebody else is about to.
     *
     * @param rehearsal an agent with one more option of Java, not started yet, that becomes ready when it is
     */
    static void makeBy(Function<String, AgentProcess> rehearsal) {
        var made = file().resolveSibling("classes.new");
        try (var channel = FileChannel.open(
                        file().resolveSibling("classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock == null || isCurrent()) {
                return;
            }
            try (var agent = rehearsal.apply("-XX:ArchiveClassesAtExit=" + made)) {
                agent.startAndAwaitReady();
                agent.terminate();
            }
            Files.move(made, file(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static boolean isCurrent() {
        try {
            return Files.exists(file())
                    && Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(Repository.agentJar()))
                            > 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path file() {
        return Repository.agentJar().resolveSibling("classes.jsa");
    }
}
