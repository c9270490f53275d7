package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A program that is run to its end for what it prints. */
public final class Command {

    private Command() {}

    /** Standard output without the last line break; an exit status other than 0 is an exception with the errors. */
    public static String run(List<String> command, Map<String, String> environment) {
        var outcome = outcomeOf(command, environment);
        if (outcome.exitStatus() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " exited with " + outcome.exitStatus() + ": "
                    + outcome.errors().strip());
        }
        return outcome.output().stripTrailing();
    }

    public static CommandOutcome outcomeOf(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            // Both pipes must be drained at once, or a talkative program blocks on the other.
            var errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            var output = read(process.getInputStream());
            return new CommandOutcome(process.waitFor(), output, errors.join());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command.get(0), interrupted);
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
