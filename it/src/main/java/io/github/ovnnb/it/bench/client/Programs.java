package io.github.ovnnb.it.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Other programs: servers that run beside us, and measurements that want a process of their own. */
final class Programs {

    private Programs() {}

    /** Starts a server; it ends with this JVM at the latest. */
    static Process start(Path log, String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return process;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static void end(List<Process> processes) {
        processes.forEach(Process::destroy);
        for (var process : processes) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    /** Standard output; an exit status other than 0 is an exception with its end. */
    static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " exited with " + process.exitValue() + ": "
                        + output.substring(Math.max(0, output.length() - 2_000)));
            }
            return output;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0], interrupted);
        }
    }

    /** Runs a program that prints {@code measured NAME VALUE} lines. */
    static Map<String, Double> measurements(String... command) {
        var values = new TreeMap<String, Double>();
        run(command)
                .lines()
                .filter(line -> line.startsWith("measured "))
                .map(line -> line.split(" ", -1))
                .forEach(words -> values.put(words[1], Double.valueOf(words[2])));
        return values;
    }

    /** One of our main classes in a JVM that has just started, with its default settings. */
    static Map<String, Double> inFreshJvm(Class<?> program, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("ovnnb.bench.options", "").split(" ")));
        command.removeIf(String::isBlank);
        command.addAll(List.of("-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", "")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return measurements(command.toArray(String[]::new));
    }
}
