package io.github.ovnnb.it.bench.client;

import io.github.ovnnb.it.bench.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The OVSDB client alone, each figure beside a peer or limit of the same run. usage: ClientBench [--rows N] [--rounds N] [--only
 * sync,create,...]; every part in turn without --only.
 */
final class ClientBench {

    private final List<String> options;
    private final Figures figures = new Figures(System.out, "");
    private final int rows;
    private final int rounds;

    private ClientBench(List<String> options) {
        this.options = options;
        this.rows = number("--rows", 100_000);
        this.rounds = number("--rounds", 5);
    }

    public static void main(String... arguments) {
        var bench = new ClientBench(List.of(arguments));
        var directory = temporaryDirectory();
        try {
            bench.run(directory);
        } finally {
            delete(directory);
        }
        System.exit(0);
    }

    private void run(Path directory) {
        printLoad("load_before");
        figures.print("rows", rows, "rows");
        figures.print("processors", Runtime.getRuntime().availableProcessors(), "count");
        if (wants("failover")) {
            // A tenth of the rows: three servers share this machine.
            new FailoverBench(directory, Math.max(PortTables.PORTS_PER_SWITCH, rows / 10), figures).run();
        }
        try (var server = Northbound.empty(directory.resolve("nb.db"))) {
            server.fill(rows);
            if (wants("sync")) {
                new SyncBench(server, rows, rounds, figures)
                        .run(wants("peers") ? Peers.ready(System.out, rows, directory) : Map.of());
            }
            if (wants("lookup")) {
                new LookUpBench(server, rows, rounds, figures).run();
            }
            if (wants("notification")) {
                new NotificationBench(server, rounds, figures).run();
            }
            if (wants("create")) {
                create(server, directory);
            }
        }
        printLoad("load_after");
    }

    /** Of the last minute, our own work included: above the number of processors, others have slowed this down. */
    private void printLoad(String name) {
        figures.print(name, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), "load");
    }

    private void create(Northbound server, Path directory) {
        // Both read the same file: a server that was filled over the wire is a tenth faster than one that has read its
        // rows.
        try (var ourServer = server.copy(directory.resolve("ours.db"));
                var rawServer = server.copy(directory.resolve("raw.db"))) {
            var bench = new CreateBench(ourServer, rawServer, rows / PortTables.PORTS_PER_SWITCH, rounds, figures);
            bench.warmUp();
            bench.run(1, 1, 2_000, "create_window1");
            bench.run(16, 1, 4_000, "create_window16");
            bench.run(128, 1, 4_000, "create_window128");
            bench.run(4, 100, 100, "batch100");
            bench.compareServers();
        }
    }

    private boolean wants(String part) {
        var place = options.indexOf("--only");
        return place < 0 || List.of(options.get(place + 1).split(",", -1)).contains(part);
    }

    private int number(String name, int otherwise) {
        var place = options.indexOf(name);
        return place < 0 ? otherwise : Integer.parseInt(options.get(place + 1));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("ovnnb-bench-");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
