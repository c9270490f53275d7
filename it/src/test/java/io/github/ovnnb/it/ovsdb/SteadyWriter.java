package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.addPort;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Makes ports of a switch, and remembers what was said of each, while something happens to the database. */
final class SteadyWriter {
    private final ClientUnderTest under;
    private final UUID logicalSwitch;

    SteadyWriter(ClientUnderTest under, UUID logicalSwitch) {
        this.under = under;
        this.logicalSwitch = logicalSwitch;
    }

    /** Eight at once, over and over, until the event is over. */
    Map<UUID, TransactionOutcome> writeWhile(Runnable event) {
        var outcomes = new ConcurrentHashMap<UUID, TransactionOutcome>();
        var over = CompletableFuture.runAsync(event);
        while (!over.isDone()) {
            var stages = new HashMap<UUID, CompletionStage<TransactionOutcome>>();
            for (var each = 0; each < 8; each++) {
                var uuid = UUID.randomUUID();
                stages.put(uuid, under.client.transact(addPort(logicalSwitch, uuid, "port-" + uuid)));
            }
            stages.forEach((uuid, stage) -> outcomes.put(uuid, within(stage)));
        }
        within(over);
        return outcomes;
    }

    /** What was said to be committed is stored, and what was said not to be is not. */
    static void assertTrue(Map<UUID, TransactionOutcome> outcomes, Set<UUID> stored) {
        assertThat(outcomes).isNotEmpty().allSatisfy((uuid, outcome) -> {
            if (!(outcome instanceof OutcomeUnknown)) {
                assertThat(stored.contains(uuid)).isEqualTo(outcome instanceof Committed);
            }
        });
    }

    /** The ports that this server has, read without the client under test. */
    static Set<UUID> portsOf(OvsdbServer server) {
        try (var raw = server.connect()) {
            return raw.rows(DATABASE, PORT).findValues("_uuid").stream()
                    .map(uuid -> UUID.fromString(uuid.get(1).asText()))
                    .collect(Collectors.toSet());
        }
    }
}
