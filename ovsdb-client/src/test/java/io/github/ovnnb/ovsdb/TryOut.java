package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.OvsUuid;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * To be run by hand against a real Northbound: {@code TryOut REMOTES SECONDS [CA CERTIFICATE KEY]}. Adds a port every 100 ms for the
 * given time and says what became of each and how the connection fares.
 */
final class TryOut {
    private TryOut() {}

    public static void main(String[] arguments) throws Exception {
        var switches = Index.on("Logical_Switch", "name");
        var ports = Index.on("Logical_Switch_Port", "name");
        var options = OvsdbClientOptions.builder()
                .remotes(arguments[0])
                .database("OVN_Northbound")
                .monitor(
                        TableDefinition.of("Logical_Switch", "name", "ports").indexedBy(switches),
                        TableDefinition.of("Logical_Switch_Port", "name", "addresses"))
                .transactionDeadline(Duration.ofSeconds(3));
        if (arguments.length > 2) {
            options.tls(new TlsFiles(
                    Path.of(arguments[2]),
                    Optional.of(new TlsFiles.ClientFiles(Path.of(arguments[3]), Path.of(arguments[4]))),
                    true));
        }
        try (var client = OvsdbClient.create(options.build())) {
            var subscription = client.onStatus(status -> say("status " + status), Runnable::run);
            var begun = System.nanoTime();
            client.start().toCompletableFuture().join();
            say("synced after " + (System.nanoTime() - begun) / 1_000_000 + " ms with "
                    + client.replica().snapshot().rows("Logical_Switch_Port").size() + " ports; databases "
                    + client.listDatabases().toCompletableFuture().join());
            say("server " + client.serverId().toCompletableFuture().join());
            if (System.getProperty("convert") != null) {
                client.convert(Files.readString(Path.of(System.getProperty("convert"))))
                        .toCompletableFuture()
                        .join();
                say("converted to "
                        + client.schema().toCompletableFuture().join().version());
            }
            var lock = client.lock("try_out");
            var lockSubscription = lock.onChange(state -> say("lock " + state), Runnable::run);
            var sw = UUID.randomUUID();
            say("switch: "
                    + client.transact(List.of(
                                    Operation.insert("Logical_Switch", sw, Map.of("name", Value.of("sw-" + sw)))))
                            .toCompletableFuture()
                            .join());
            say("found by name: "
                    + client.replica().snapshot().find(switches, "sw-" + sw).isPresent());
            var end = System.nanoTime()
                    + Duration.ofSeconds(Long.parseLong(arguments[1])).toNanos();
            var count = 0;
            while (System.nanoTime() < end) {
                var port = UUID.randomUUID();
                var name = "port-" + port;
                var sent = System.nanoTime();
                var outcome = client.transact(List.of(
                                Operation.rowExists("Logical_Switch", sw),
                                Operation.insert("Logical_Switch_Port", port, Map.of("name", Value.of(name))),
                                Operation.mutate(
                                        "Logical_Switch", sw, Mutation.insert("ports", OvsSet.of(OvsUuid.of(port))))))
                        .toCompletableFuture()
                        .join();
                var took = (System.nanoTime() - sent) / 1000;
                var visible = client.replica().snapshot().find(ports, name).isPresent();
                if (!(outcome instanceof TransactionOutcome.Committed) || !visible || count++ % 20 == 0) {
                    say((outcome instanceof TransactionOutcome.Committed ? "committed" : outcome) + " in " + took
                            + " us, visible " + visible);
                }
                Thread.sleep(100);
            }
            lock.unlock().toCompletableFuture().join();
            subscription.close();
            lockSubscription.close();
        }
    }

    private static void say(String what) {
        System.out.println(java.time.LocalTime.now() + " " + what);
    }
}
