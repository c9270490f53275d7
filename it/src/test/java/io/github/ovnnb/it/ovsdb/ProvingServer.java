package io.github.ovnnb.it.ovsdb;

import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.ovsdb.OvsdbClientOptions;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.Backoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** A server with a small schema of our own: every type of column, strong and weak references, an index. */
final class ProvingServer implements AutoCloseable {

    static final String DATABASE = "Proving";
    static final String EVERYTHING = "Everything";
    static final String THING = "Thing";
    static final String PART = "Part";

    private final OvsdbHost host = new OvsdbHost();
    private final OvsdbServer server;

    ProvingServer() {
        host.start();
        server = host.standalone(DATABASE, host.write("proving.ovsschema", schema()))
                .start();
    }

    OvsdbServer server() {
        return server;
    }

    OvsdbClientOptions.Builder options(TableDefinition... tables) {
        return OvsdbClientOptions.builder()
                .remotes(server.tcp())
                .database(DATABASE)
                .backoff(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200)))
                .monitor(tables);
    }

    private static String schema() {
        try (var text = Objects.requireNonNull(ProvingServer.class.getResourceAsStream("proving.ovsschema"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
