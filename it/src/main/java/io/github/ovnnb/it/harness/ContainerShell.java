package io.github.ovnnb.it.harness;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A shell that stays in a container and runs one program after the other. An exec of Docker's for each would cost several times what a look
 * at the database itself does. Commands go in and outcomes come out by named pipes in a directory that the container shares with this machine.
 */
final class ContainerShell implements Closeable {
    /** Says first how the program ended and how many bytes it printed, then these. */
    private static final String LOOP = """
            umask 0
            mkfifo %1$s/in %1$s/out
            exec <%1$s/in >%1$s/out
            while read -r line; do
              eval "$line" >%1$s/printed 2>%1$s/errors </dev/null
              echo $? $(stat -c %%s %1$s/printed %1$s/errors)
              cat %1$s/printed %1$s/errors
            done
            """;

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

    private final OutputStream commands;
    private final InputStream outcomes;

    private ContainerShell(OutputStream commands, InputStream outcomes) {
        this.commands = commands;
        this.outcomes = outcomes;
    }

    /**
     * Starts one.
     *
     * @param directory an empty directory of its own, in what the container shares
     * @param directoryInside the same as the container sees it
     */
    static ContainerShell start(DockerClient docker, String container, Path directory, String directoryInside)
            throws IOException {
        var shell = docker.execCreateCmd(container)
                .withCmd("bash", "-c", LOOP.formatted(directoryInside))
                .exec()
                .getId();
        docker.execStartCmd(shell).withDetach(true).exec(new ResultCallback.Adapter<>());
        // To open one end of a named pipe waits for the other; so both sides open the two in one order.
        Patience.until(
                "a shell in the container",
                STARTS_WITHIN,
                () -> Files.exists(directory.resolve("out")),
                () -> "no named pipes in " + directory);
        var commands = new FileOutputStream(directory.resolve("in").toFile());
        // Not one of a channel, which would look for its position in the file.
        var outcomes = new FileInputStream(directory.resolve("out").toFile());
        return new ContainerShell(commands, new BufferedInputStream(outcomes));
    }

    CommandOutcome run(String program, String... arguments) throws IOException {
        var line = quoted(program)
                + Arrays.stream(arguments).map(word -> " " + quoted(word)).collect(Collectors.joining());
        commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        commands.flush();
        var numbers = header().split(" ");
        int printed = Integer.parseInt(numbers[1]);
        int errors = Integer.parseInt(numbers[2]);
        return new CommandOutcome(Integer.parseInt(numbers[0]), text(printed), text(errors));
    }

    /** A line break would end the command, so it is written as Bash writes it. */
    private static String quoted(String word) {
        return "$'" + word.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    private String header() throws IOException {
        var line = new StringBuilder();
        for (int next = outcomes.read(); next != '\n'; next = outcomes.read()) {
            if (next < 0) {
                throw new EOFException("the shell in the container has ended");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private String text(int bytes) throws IOException {
        return new String(outcomes.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try (commands;
                outcomes) {
            commands.flush();
        } catch (IOException ended) {
            // With its container, which is as good.
            return;
        }
    }
}
