package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.ProvingServer.DATABASE;
import static io.github.ovnnb.it.ovsdb.ProvingServer.PART;
import static io.github.ovnnb.it.ovsdb.ProvingServer.THING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.RawConnection;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.codec.RequestEncoder;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** Two of our clients and a stranger write whatever comes to mind: in the end everybody's copy is the server's own, cut off or not. */
class SeveralWritersIT {

    private static final int COUNT = 5;
    private static final Index BY_CODE = Index.on(THING, "code");
    private static final TableDefinition THING_DEFINITION =
            TableDefinition.of(THING, "code", "number", "tags", "labels", "note", "parts", "friends");
    private static final TableDefinition PART_DEFINITION = TableDefinition.of(PART, "size");

    private static final ProvingServer PROVING = new ProvingServer();
    private static final List<ClientUnderTest> CLIENTS = List.of(newClient(), newClient());
    private static final RawConnection STRANGER = PROVING.server().connect();
    private static final RowShape THINGS = shapeOf(THING);
    private static final RowShape PARTS = shapeOf(PART);

    private static final FaultProxy PROXY = FaultProxy.before(PROVING.server().tcp(), FaultPlan.none());
    private static final ClientUnderTest DISTURBED = ClientUnderTest.start(
            PROVING.options(THING_DEFINITION, PART_DEFINITION).remotes(PROXY.remote()), THING);

    private static RowShape shapeOf(String table) {
        return RowShape.of(within(CLIENTS.get(0).client.schema()).table(table).orElseThrow());
    }

    private static ClientUnderTest newClient() {
        return ClientUnderTest.start(PROVING.options(THING_DEFINITION, PART_DEFINITION), THING);
    }

    @AfterContainer
    static void stop() {
        DISTURBED.close();
        PROXY.close();
        STRANGER.close();
        CLIENTS.forEach(ClientUnderTest::close);
        PROVING.close();
    }

    /** What a step does to a thing. */
    private enum Deed {
        INSERT,
        DELETE,
        NUMBER,
        ADD,
        TAG,
        UNTAG,
        RETAG,
        LABEL,
        UNLABEL,
        NOTE,
        CLEAR_NOTE,
        BEFRIEND,
        ADD_PART,
        DROP_PARTS,
        TAKE_A_CODE
    }

    /**
     * One transaction.
     *
     * @param writer 0 and 1 are our clients, 2 is the stranger
     */
    private record Step(int writer, Deed deed, int thing, int number) {}

    @Property
    void everyCopyIsTheServersOwn(@ForAll("sequences") @Size(min = 1, max = 60) List<Step> steps) {
        var uuids =
                IntStream.range(0, COUNT).mapToObj(each -> UUID.randomUUID()).toList();

        var stages = new ArrayList<CompletionStage<TransactionOutcome>>();
        for (var step : steps) {
            var operations = operations(step, uuids);
            if (step.writer() == 2) {
                writeAsStranger(operations);
            } else {
                stages.add(CLIENTS.get(step.writer()).client.transact(operations));
            }
        }

        stages.forEach(stage -> assertThat(within(stage)).isInstanceOfAny(Committed.class, Refused.class));
        var truth = Canonical.rows(STRANGER.rows(DATABASE, THING), THINGS);
        var truthOfParts = Canonical.rows(STRANGER.rows(DATABASE, PART), PARTS);
        for (var client : CLIENTS) {
            eventually(() -> {
                assertThat(Canonical.rows(client.snapshot().rows(THING))).isEqualTo(truth);
                assertThat(Canonical.rows(client.snapshot().rows(PART))).isEqualTo(truthOfParts);
            });
            client.snapshot()
                    .rows(THING)
                    .forEach(row -> assertThat(client.snapshot().find(BY_CODE, row.string("code")))
                            .contains(row));
            client.assertMirrorIsTrue();
        }
    }

    /** What happens to the reader before a step. */
    private enum Disturbance {
        NOTHING,
        CUT,
        SMALL_NUMBERS,
        EVERYTHING
    }

    private record Disturbed(Disturbance disturbance, Step step) {}

    /** The reader is cut off and changes its mind while others write; in the end it has what a fresh client downloads. */
    @Property(tries = 25)
    void aCopyIsTrueThroughCutsAndChangesOfItsCondition(
            @ForAll("disturbedSequences") @Size(min = 1, max = 40) List<Disturbed> steps) {
        var uuids =
                IntStream.range(0, COUNT).mapToObj(each -> UUID.randomUUID()).toList();
        var wanted = new Condition[0];
        var stages = new ArrayList<CompletionStage<?>>();
        stages.add(DISTURBED.client.changeCondition(THING));
        for (var step : steps) {
            switch (step.disturbance()) {
                case NOTHING -> {}
                case CUT -> PROXY.cutAll();
                case SMALL_NUMBERS -> wanted = new Condition[] {Condition.lessThan("number", Value.of(5))};
                case EVERYTHING -> wanted = new Condition[0];
            }
            if (step.disturbance() == Disturbance.SMALL_NUMBERS || step.disturbance() == Disturbance.EVERYTHING) {
                stages.add(DISTURBED.client.changeCondition(THING, wanted));
            }
            var operations = operations(step.step(), uuids);
            if (step.step().writer() == 0) {
                stages.add(DISTURBED.client.transact(operations));
            } else {
                writeAsStranger(operations);
            }
        }
        stages.forEach(ClientUnderTest::within);
        DISTURBED.awaitSynced();

        try (var fresh =
                ClientUnderTest.start(PROVING.options(THING_DEFINITION.where(wanted), PART_DEFINITION), THING)) {
            eventually(() -> {
                assertThat(Canonical.rows(DISTURBED.snapshot().rows(THING)))
                        .isEqualTo(Canonical.rows(fresh.snapshot().rows(THING)));
                assertThat(Canonical.rows(DISTURBED.snapshot().rows(PART)))
                        .isEqualTo(Canonical.rows(fresh.snapshot().rows(PART)));
            });
        }
        DISTURBED.assertMirrorIsTrue();
    }

    @Provide
    Arbitrary<List<Disturbed>> disturbedSequences() {
        var disturbances = Arbitraries.frequency(
                Tuple.of(12, Disturbance.NOTHING),
                Tuple.of(1, Disturbance.CUT),
                Tuple.of(1, Disturbance.SMALL_NUMBERS),
                Tuple.of(1, Disturbance.EVERYTHING));
        return Combinators.combine(disturbances, steps()).as(Disturbed::new).list();
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return steps().list();
    }

    private static Arbitrary<Step> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(Deed.class).injectDuplicates(0.1),
                        Arbitraries.integers().between(0, COUNT - 1),
                        Arbitraries.integers().between(0, 9))
                .as(Step::new);
    }

    /** Refused when the thing is not there, has that code already, or was there before: that is part of the game. */
    private static List<Operation> operations(Step step, List<UUID> uuids) {
        var uuid = uuids.get(step.thing());
        var number = Value.of(step.number());
        var text = Value.of("v" + step.number());
        return switch (step.deed()) {
            case INSERT -> List.of(Operation.insert(THING, uuid, Map.of("code", code(uuid), "number", number)));
            case DELETE -> List.of(Operation.delete(THING, uuid));
            case NUMBER -> List.of(Operation.update(THING, uuid, Map.of("number", number)));
            case ADD -> List.of(Operation.mutate(THING, uuid, Mutation.add("number", number)));
            case TAG -> List.of(Operation.mutate(THING, uuid, Mutation.insert("tags", number)));
            case UNTAG -> List.of(Operation.mutate(THING, uuid, Mutation.delete("tags", number)));
            case RETAG -> List.of(Operation.update(THING, uuid, Map.of("tags", Value.setOf(number, Value.of(42)))));
            case LABEL ->
                List.of(Operation.mutate(
                        THING,
                        uuid,
                        Mutation.delete("labels", Value.setOf(Value.of("k"))),
                        Mutation.insert("labels", OvsMap.of(Value.of("k"), text)),
                        Mutation.insert("labels", OvsMap.of(text, text))));
            case UNLABEL -> List.of(Operation.mutate(THING, uuid, Mutation.delete("labels", Value.setOf(text))));
            case NOTE -> List.of(Operation.update(THING, uuid, Map.of("note", text)));
            case CLEAR_NOTE -> List.of(Operation.update(THING, uuid, Map.of("note", Value.none())));
            case BEFRIEND -> {
                var friend = uuids.get(step.number() % COUNT);
                yield List.of(
                        Operation.rowExists(THING, friend),
                        Operation.mutate(THING, uuid, Mutation.insert("friends", Value.of(friend))));
            }
            case ADD_PART ->
                List.of(
                        Operation.insertNamed(PART, "part", Map.of("size", number)),
                        Operation.mutate(THING, uuid, Mutation.insert("parts", Value.named("part"))));
            case DROP_PARTS -> List.of(Operation.update(THING, uuid, Map.of("parts", Value.none())));
            case TAKE_A_CODE -> {
                var victim = uuids.get(step.number() % COUNT);
                yield List.of(Operation.update(THING, uuid, Map.of("code", code(victim))));
            }
        };
    }

    private static Value code(UUID uuid) {
        return Value.of("code-" + uuid);
    }

    /** The same bytes as our client would send, over another connection; refusals do not matter. */
    private static void writeAsStranger(List<Operation> operations) {
        try {
            var request = new ObjectMapper().readTree(RequestEncoder.transact(1, DATABASE, operations));
            var results = STRANGER.call("transact", request.get("params").toString());
            assertThat(results.size()).isPositive();
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
