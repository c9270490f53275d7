package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.PORT;
import static io.github.ovnnb.it.ovsdb.Northbound.SWITCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.northbound.DatabaseModel;
import io.github.ovnnb.agent.northbound.ModelRow;
import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The database that the agent's simulation runs against is a model of ours. It is worth as much as it is like the real one: any transactions
 * of the kinds that the agent sends end alike in both and leave the same rows behind.
 */
class DatabaseModelIT {
    private static final String GLOBAL = "NB_Global";
    private static final UUID GLOBAL_ROW = new UUID(0, 1);
    private static final List<UUID> SWITCHES = List.of(new UUID(1, 1), new UUID(1, 2));
    private static final List<UUID> PORTS = List.of(new UUID(2, 1), new UUID(2, 2), new UUID(2, 3), new UUID(2, 4));
    private static final List<String> TEXTS = List.of("a", "b", "c");

    private static final OvsdbHost HOST = new OvsdbHost();
    private static final ClientUnderTest CLIENT = connect();

    private static ClientUnderTest connect() {
        HOST.start();
        var server = HOST.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
        return ClientUnderTest.start(Northbound.options(server.tcp()));
    }

    @AfterContainer
    static void stop() {
        CLIENT.close();
        HOST.close();
    }

    /** What an operation does. */
    private enum Deed {
        INSERT_SWITCH,
        INSERT_PORT,
        JOIN,
        LEAVE,
        JOIN_WITHOUT_LOOKING,
        RENAME_PORT,
        READDRESS,
        SET_KEY,
        DROP_KEYS,
        DROP_ENTRY,
        PORT_EXISTS,
        PORT_IS_AS_SEEN,
        TOKEN_STANDS,
        TOKEN_IS_ANOTHER,
        RAISE_TOKEN,
        NO_ROW_OF_THAT_NAME,
        DELETE_SWITCH,
        ASSERT_LOCK
    }

    private record Step(Deed deed, int which, int other) {}

    @Property(tries = 400)
    void anyTransactionsEndAlikeAndLeaveTheSameRows(
            @ForAll("transactions") @Size(min = 1, max = 12) List<List<Step>> transactions) {
        var model = new DatabaseModel(true);
        startOver();

        for (var steps : transactions) {
            var operations =
                    steps.stream().flatMap(step -> operations(step).stream()).toList();
            var real = within(CLIENT.client.transact(operations));
            var modelled = model.execute(operations, lock -> false);

            assertThat(verdict(modelled)).as("%s", operations).isEqualTo(verdict(real, operations.size()));
            assertThat(rowsOf(model)).as("after %s", operations).isEqualTo(realRows());
        }
    }

    private static void startOver() {
        var outcome = within(CLIENT.client.transact(List.of(
                new Operation.Delete(SWITCH, List.of()),
                new Operation.Delete(GLOBAL, List.of()),
                Operation.insert(GLOBAL, GLOBAL_ROW, Map.of()))));
        if (outcome instanceof Refused refused && refused.error().error().equals("duplicate uuid")) {
            // The row's uuid is in use until the transaction that deletes it is done.
            outcome = within(CLIENT.client.transact(List.of(
                    new Operation.Delete(SWITCH, List.of()),
                    Operation.update(GLOBAL, GLOBAL_ROW, Map.of("external_ids", Value.stringMap(Map.of()))))));
        }
        assertThat(outcome).isInstanceOf(Committed.class);
    }

    // ---- what is done --------------------------------------------------------------------------------------------

    private static List<Operation> operations(Step step) {
        var aSwitch = SWITCHES.get(step.which() % SWITCHES.size());
        var port = PORTS.get(step.which() % PORTS.size());
        var text = TEXTS.get(step.other() % TEXTS.size());
        return switch (step.deed()) {
            case INSERT_SWITCH -> List.of(Operation.insert(SWITCH, aSwitch, Map.of("name", Value.of(text))));
            case INSERT_PORT ->
                List.of(Operation.insert(
                        PORT,
                        port,
                        Map.of(
                                "name", Value.of(text),
                                "addresses", Value.strings(List.of("02:00:00:00:00:01 10.0.0." + step.other())),
                                "external_ids", Value.stringMap(Map.of("k", text)))));
            case JOIN ->
                List.of(Operation.rowExists(SWITCH, SWITCHES.get(step.other() % SWITCHES.size())), join(step, port));
            case JOIN_WITHOUT_LOOKING -> List.of(join(step, port));
            case LEAVE ->
                List.of(Operation.mutate(
                        SWITCH,
                        SWITCHES.get(step.other() % SWITCHES.size()),
                        Mutation.delete("ports", Value.uuids(List.of(port)))));
            case RENAME_PORT -> List.of(Operation.update(PORT, port, Map.of("name", Value.of(text))));
            case READDRESS ->
                List.of(Operation.update(
                        PORT, port, Map.of("addresses", Value.strings(TEXTS.subList(0, step.other() % TEXTS.size())))));
            case SET_KEY ->
                List.of(Operation.mutate(
                        PORT,
                        port,
                        Mutation.delete("external_ids", Value.strings(List.of("k"))),
                        Mutation.insert("external_ids", Value.stringMap(Map.of("k", text, "l", text)))));
            case DROP_KEYS ->
                List.of(Operation.mutate(
                        PORT, port, Mutation.delete("external_ids", Value.strings(List.of("k", "absent")))));
            case DROP_ENTRY ->
                List.of(Operation.mutate(
                        PORT, port, Mutation.delete("external_ids", Value.stringMap(Map.of("l", text)))));
            case PORT_EXISTS -> List.of(Operation.rowExists(PORT, port));
            case PORT_IS_AS_SEEN ->
                List.of(Operation.guard(
                        PORT,
                        port,
                        Map.of("name", Value.of(text), "external_ids", Value.stringMap(Map.of("k", text)))));
            case TOKEN_STANDS -> List.of(someRow(Condition.includes("external_ids", token(text))));
            case TOKEN_IS_ANOTHER -> List.of(someRow(Condition.excludes("external_ids", token(text))));
            case RAISE_TOKEN ->
                List.of(new Operation.Mutate(
                        GLOBAL,
                        List.of(),
                        List.of(
                                Mutation.delete("external_ids", Value.strings(List.of("token"))),
                                Mutation.insert("external_ids", token(text)))));
            case NO_ROW_OF_THAT_NAME ->
                List.of(Operation.noRow(PORT, List.of(Condition.equal("name", Value.of(text)))));
            case DELETE_SWITCH -> List.of(Operation.delete(SWITCH, aSwitch));
            case ASSERT_LOCK -> List.of(new Operation.Assert("not_ours"));
        };
    }

    private static Operation join(Step step, UUID port) {
        return Operation.mutate(
                SWITCH,
                SWITCHES.get(step.other() % SWITCHES.size()),
                Mutation.insert("ports", Value.uuids(List.of(port))));
    }

    private static Value token(String text) {
        return Value.stringMap(Map.of("token", text));
    }

    private static Operation someRow(Condition like) {
        return new Operation.Wait(
                GLOBAL,
                List.of(like),
                List.of("_uuid"),
                Operation.Until.NOT_EQUAL,
                List.of(),
                Optional.of(Duration.ZERO));
    }

    @Provide
    Arbitrary<List<List<Step>>> transactions() {
        // A lock that nobody holds ends every transaction; it need not come up as often as the rest.
        var deeds = Arbitraries.frequencyOf(
                Tuple.of(40, Arbitraries.of(Deed.class).filter(deed -> deed != Deed.ASSERT_LOCK)),
                Tuple.of(1, Arbitraries.just(Deed.ASSERT_LOCK)));
        var step = Combinators.combine(
                        deeds,
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.integers().between(0, 11))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(5).list();
    }

    // ---- how it ends ---------------------------------------------------------------------------------------------

    /** The operation that failed and its error, or what each operation that counts rows counted. */
    private static String verdict(TransactionOutcome outcome, int operations) {
        if (outcome instanceof Committed committed) {
            return "committed " + counts(committed.results());
        }
        var refused = (Refused) outcome;
        return "refused " + Math.min(refused.operationIndex(), operations) + " "
                + refused.error().error();
    }

    private static String verdict(DatabaseModel.Result result) {
        if (result instanceof DatabaseModel.Applied applied) {
            return "committed " + counts(applied.results());
        }
        var refused = (DatabaseModel.Refused) result;
        return "refused " + refused.operation() + " " + refused.error().error();
    }

    private static List<Long> counts(List<OperationResult> results) {
        var counts = new ArrayList<Long>();
        for (var result : results) {
            if (result instanceof OperationResult.Count count) {
                counts.add(count.rows());
            }
        }
        return counts;
    }

    private static Map<String, Map<String, Object>> rowsOf(DatabaseModel model) {
        var all = new TreeMap<String, Map<String, Object>>();
        model.rows(SWITCH).forEach((uuid, row) -> all.put(SWITCH + uuid, aSwitch(row)));
        model.rows(PORT).forEach((uuid, row) -> all.put(PORT + uuid, port(row)));
        model.rows(GLOBAL)
                .forEach((uuid, row) -> all.put(GLOBAL + uuid, Map.of("external_ids", row.map("external_ids"))));
        return all;
    }

    private static Map<String, Object> aSwitch(ModelRow row) {
        return Map.of("name", row.text("name"), "ports", Set.copyOf(row.uuids("ports")));
    }

    private static Map<String, Object> port(ModelRow row) {
        return Map.of(
                "name", row.text("name"),
                "addresses", row.texts("addresses"),
                "external_ids", row.map("external_ids"));
    }

    private static Map<String, Map<String, Object>> realRows() {
        var all = new TreeMap<String, Map<String, Object>>();
        var results = ((Committed) within(CLIENT.client.transact(List.of(
                        Operation.select(SWITCH, List.of(), "_uuid", "name", "ports"),
                        Operation.select(PORT, List.of(), "_uuid", "name", "addresses", "external_ids"),
                        Operation.select(GLOBAL, List.of(), "_uuid", "external_ids")))))
                .results();
        rows(results.get(0)).forEach(row -> all.put(SWITCH + row.uuid(), realSwitch(row)));
        rows(results.get(1)).forEach(row -> all.put(PORT + row.uuid(), realPort(row)));
        rows(results.get(2))
                .forEach(row -> all.put(
                        GLOBAL + row.uuid(), Map.of("external_ids", new HashMap<>(row.stringMap("external_ids")))));
        return all;
    }

    private static List<Row> rows(OperationResult result) {
        return ((OperationResult.Rows) result).rows();
    }

    private static Map<String, Object> realSwitch(Row row) {
        var ports = Canonical.value(row.value("ports"));
        return Map.of("name", row.string("name"), "ports", ports);
    }

    private static Map<String, Object> realPort(Row row) {
        return Map.of(
                "name", row.string("name"),
                "addresses", row.strings("addresses").stream().collect(Collectors.toSet()),
                "external_ids", new HashMap<>(row.stringMap("external_ids")));
    }
}
