package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test may start, end, kill and start again with the same arguments. Its output goes to a file. It ends
 * with this JVM at the latest. Confined to the thread of its owner.
 */
public final class ManagedProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Optional<Process> running = Optional.empty();

    ManagedProcess(String name, List<String> command, Map<String, String> environment, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        AtExit.stop(this::kill9);
    }

    /** Starts the program. Its output is appended to {@link #log()}. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException(name + " is running already");
        }
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            running = Optional.of(builder.start());
        } catch (IOException missing) {
            throw new UncheckedIOException("cannot start " + name + ": " + missing.getMessage(), missing);
        }
    }

    /** Asks it to end (SIGTERM) and waits; kills it when it takes longer than 20 s. */
    public void terminate() {
        running.ifPresent(process -> {
            process.destroy();
            if (!endsWithin(process, PATIENCE)) {
                process.destroyForcibly();
                endsWithin(process, PATIENCE);
            }
        });
    }

    /** Ends it as a crash would (SIGKILL) and waits until it is gone. */
    public void kill9() {
        running.ifPresent(process -> {
            process.destroyForcibly();
            endsWithin(process, PATIENCE);
        });
    }

    /** Freezes it (SIGSTOP): its connections stay open, it does nothing. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        var unused = Command.run(List.of("kill", "-" + name, Long.toString(pid())), Map.of());
    }

    public boolean isAlive() {
        return running.map(Process::isAlive).orElse(false);
    }

    /** The exit status, once it has ended. */
    public Optional<Integer> exitStatus() {
        return running.filter(process -> !process.isAlive()).map(Process::exitValue);
    }

    /** Waits for it to end by itself; false when it has not by then. */
    public boolean awaitEnd(Duration atMost) {
        return running.map(process -> endsWithin(process, atMost)).orElse(true);
    }

    /** The process id of the last start. */
    public long pid() {
        return running.orElseThrow(() -> new IllegalStateException(name + " was never started"))
                .pid();
    }

    public Path log() {
        return log;
    }

    /** The last lines of the log, for a failure's message. */
    public String tailOfLog() {
        try {
            var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException unreadable) {
            return "(its log cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        terminate();
    }

    private static boolean endsWithin(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
