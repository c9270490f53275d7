package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.ProvingServer.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.protocol.AtomKind;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real server makes of every comparison and every mutator. */
class ConditionsAndMutatorsIT {
    private static final Column<Long> INTEGER = Column.scalar(EVERYTHING, "integer", AtomKind.INTEGER, 0L);
    private static final Column<Optional<Long>> OPTIONAL =
            Column.optional(EVERYTHING, "optional_integer", AtomKind.INTEGER);
    private static final Column<Set<Long>> SET = Column.set(EVERYTHING, "set_of_integer", AtomKind.INTEGER);
    private static final Column<Boolean> BOOLEAN = Column.scalar(EVERYTHING, "boolean", AtomKind.BOOLEAN, false);

    private static ProvingServer proving;
    private static ClientUnderTest under;

    @BeforeAll
    static void start() {
        proving = new ProvingServer();
        under = ClientUnderTest.start(proving.options(TableDefinition.of(INTEGER, OPTIONAL, SET, BOOLEAN)), EVERYTHING);
    }

    @AfterAll
    static void stop() {
        under.close();
        proving.close();
    }

    /** 1 and none, 2 and 5, 3 and 9. */
    @BeforeEach
    void threeRows() {
        within(under.client.changeCondition(EVERYTHING));
        under.commit(
                new Operation.Delete(EVERYTHING, List.of()),
                row(1, Optional.empty(), Set.of(), true),
                row(2, Optional.of(5L), Set.of(2L, 3L), false),
                row(3, Optional.of(9L), Set.of(3L), true));
    }

    private static Operation row(long integer, Optional<Long> optional, Set<Long> set, boolean bool) {
        return Operation.insert(
                EVERYTHING,
                UUID.randomUUID(),
                Map.ofEntries(INTEGER.to(integer), OPTIONAL.to(optional), SET.to(set), BOOLEAN.to(bool)));
    }

    @Test
    void everyComparisonSelectsItsRows() {
        assertThat(selected(INTEGER.isLessThan(2L))).containsExactly(1L);
        assertThat(selected(INTEGER.isAtMost(2L))).containsExactly(1L, 2L);
        assertThat(selected(INTEGER.is(2L))).containsExactly(2L);
        assertThat(selected(INTEGER.isNot(2L))).containsExactly(1L, 3L);
        assertThat(selected(INTEGER.isAtLeast(2L))).containsExactly(2L, 3L);
        assertThat(selected(INTEGER.isGreaterThan(2L))).containsExactly(3L);
        assertThat(selected(SET.includes(Set.of(2L)))).containsExactly(2L);
        assertThat(selected(SET.excludes(Set.of(2L)))).containsExactly(1L, 3L);
        assertThat(selected(BOOLEAN.is(true), INTEGER.isGreaterThan(1L))).containsExactly(3L);
    }

    @Test
    void aRowWithoutANumberIsNeitherLessNorMore() {
        assertThat(selected(OPTIONAL.isLessThan(Optional.of(7L)))).containsExactly(2L);
        assertThat(selected(OPTIONAL.isAtLeast(Optional.of(7L)))).containsExactly(3L);
    }

    @Test
    void aMonitorTakesThemToo() {
        within(under.client.changeCondition(EVERYTHING, OPTIONAL.isLessThan(Optional.of(7L))));
        assertThat(replicated()).containsExactly(2L);
        within(under.client.changeCondition(EVERYTHING, Condition.never(), INTEGER.isGreaterThan(2L)));
        assertThat(replicated()).containsExactly(3L);
        within(under.client.changeCondition(EVERYTHING, Condition.always()));
        assertThat(replicated()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void everyMutatorCalculates() {
        mutate(INTEGER.is(3L), INTEGER.times(10L), INTEGER.plus(5L), INTEGER.minus(1L));
        assertThat(replicated()).containsExactly(1L, 2L, 34L);
        mutate(INTEGER.is(34L), INTEGER.dividedBy(3L), INTEGER.modulo(4L));
        assertThat(replicated()).containsExactly(1L, 2L, 3L);

        mutate(INTEGER.is(2L), SET.insert(Set.of(4L)), SET.delete(Set.of(3L)));
        under.commit(new Operation.Mutate(
                EVERYTHING, List.of(INTEGER.is(2L)), List.of(Mutation.multiply("set_of_integer", Value.of(10)))));
        mutate(INTEGER.isAtMost(2L), OPTIONAL.plus(Optional.of(1L)));

        var two = rows().filter(row -> INTEGER.of(row) == 2).findFirst().orElseThrow();
        assertThat(SET.of(two)).containsExactlyInAnyOrder(20L, 40L);
        assertThat(OPTIONAL.of(two)).contains(6L);
        assertThat(rows().filter(row -> INTEGER.of(row) == 1).map(OPTIONAL::of)).containsExactly(Optional.empty());
    }

    @Test
    void whatCannotBeCalculatedIsRefused() {
        assertThat(refusal(INTEGER.dividedBy(0L))).isEqualTo("domain error");
        assertThat(refusal(INTEGER.modulo(0L))).isEqualTo("domain error");
        assertThat(refusal(INTEGER.plus(Long.MAX_VALUE))).isEqualTo("range error");
    }

    private static String refusal(Mutation mutation) {
        return under.refused(new Operation.Mutate(EVERYTHING, List.of(), List.of(mutation)))
                .error()
                .error();
    }

    private static void mutate(Condition where, Mutation... mutations) {
        under.commit(new Operation.Mutate(EVERYTHING, List.of(where), List.of(mutations)));
    }

    private static List<Long> selected(Condition... where) {
        var results = under.commit(new Operation.Select(EVERYTHING, List.of(where), List.of()))
                .results();
        return ((OperationResult.Rows) results.get(0))
                .rows().stream().map(INTEGER::of).sorted().toList();
    }

    private static Stream<Row> rows() {
        return under.snapshot().rows(EVERYTHING).stream();
    }

    private static List<Long> replicated() {
        return rows().map(INTEGER::of).sorted().toList();
    }
}
