package io.github.ovnnb.agent.northbound;

import static io.github.ovnnb.agent.northbound.SharedDatabase.identity;
import static io.github.ovnnb.agent.northbound.SharedDatabase.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.northbound.SharedDatabase.Writer;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.Committed;
import io.github.ovnnb.agent.reconcile.Northbound.LookAgain;
import io.github.ovnnb.agent.reconcile.Northbound.Overtaken;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two agents on one database, each of which hears of the other's doings when the test says so. */
class SharedWritingTest {
    private final SharedDatabase database = new SharedDatabase();
    private final Writer here = database.writer();
    private final Writer there = database.writer();

    @Test
    void anAddressChosenByTwoAtTheSameInstantIsGivenToOne() {
        database.switchExists();
        var first = here.create("a", 2);
        var second = there.create("b", 2);
        here.work();
        there.work();

        assertThat(first).isCompletedWithValue(new Committed());
        assertThat(second).as("neither an error nor a reason to plan anew yet").isNotDone();
        there.hear();
        there.work();
        assertThat(second).isCompletedWithValue(new Overtaken());
        assertThat(database.rows(DatabaseModel.PORTS)).hasSize(1);
    }

    @Test
    void whoWasLateWithAnotherAddressGetsItWithoutPlanningAnew() {
        database.switchExists();
        var first = here.create("a", 2);
        var second = there.create("b", 3);
        here.work();
        there.work();
        there.hear();
        there.work();

        assertThat(List.of(first, second))
                .allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
        assertThat(database.rows(DatabaseModel.PORTS)).hasSize(2);
    }

    @Test
    void aMissingSwitchIsMadeOnceByTwo() {
        var first = here.create("a", 2);
        var second = there.create("b", 3);
        here.work();
        there.work();
        there.hear();
        there.work();

        assertThat(List.of(first, second))
                .allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
        assertThat(database.rows(DatabaseModel.SWITCHES)).hasSize(1);
        assertThat(database.rows(DatabaseModel.PORTS)).hasSize(2);
    }

    @Test
    void oneAgentNeedNotHearItsOwnEpochBeforeItGoesOn() {
        database.switchExists();
        here.hearsNoEpochs();
        for (int number = 2; number < 9; number++) {
            var change = here.create("p" + number, number);
            here.work();
            assertThat(change).isCompletedWithValue(new Committed());
        }
    }

    @Test
    void nothingIsSentThatTheRowsHeardSinceSpeakAgainst() {
        database.switchExists();
        var planned = there.create("b", 2);
        here.has("a", 2);
        there.hear();
        int sent = there.sent();
        there.work();

        assertThat(planned).isCompletedWithValue(new Overtaken());
        assertThat(there.sent()).isEqualTo(sent);
    }

    @Test
    void twentyWritersOnOneSwitchAreAllServedAndNothingIsGivenTwice() {
        database.switchExists();
        var crowd = new ArrayList<Writer>();
        for (int number = 0; number < 20; number++) {
            crowd.add(database.writer());
        }
        var changes = new ArrayList<CompletableFuture<CommitOutcome>>();
        for (int number = 0; number < crowd.size(); number++) {
            changes.add(crowd.get(number).create("p" + number, 2 + number));
        }
        for (int round = 0; round < 25; round++) {
            crowd.forEach(Writer::work);
            crowd.forEach(Writer::hear);
        }

        assertThat(changes).allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
        assertThat(database.rows(DatabaseModel.PORTS)).hasSize(20);
    }

    enum Late {
        UNBIND(row -> new PortChange.Unbind(identity("a"), row, row.ownership().orElseThrow(), false)),
        REMOVE(row -> new PortChange.Remove(identity("a"), row)),
        UPDATE(row -> new PortChange.Update(row, spec("a", 2, "uid-of-nobody")));

        private final Function<PortFacts, PortChange> change;

        Late(Function<PortFacts, PortChange> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource(Late.class)
    void aLateChangeOfTheOldNodeNeverUndoesTheBindingOfTheNewOne(Late late) {
        database.switchExists();
        here.has("a", 2);
        there.hear();
        var old = here.row("a");
        var bound = there.commit(new PortChange.Update(there.row("a"), spec("a", 2, "uid-of-the-new-node")));
        there.work();
        assertThat(bound).isCompletedWithValue(new Committed());

        var tooLate = here.commit(late.change.apply(old));
        here.work();
        assertThat(tooLate).isNotDone();
        here.hear();
        here.work();

        assertThat(tooLate).isCompletedWithValue(new Overtaken());
        assertThat(here.row("a").ownership().orElseThrow().podUid()).contains("uid-of-the-new-node");
    }

    @ParameterizedTest
    @EnumSource(Late.class)
    void whatTakesNoNewAddressLeavesTheEpochAlone(Late change) {
        database.switchExists();
        here.has("a", 2);
        var before = database.switchKeys();

        var done = here.commit(change.change.apply(here.row("a")));
        here.work();

        assertThat(done).isCompletedWithValue(new Committed());
        assertThat(before).containsKey(Epochs.KEY);
        assertThat(database.switchKeys()).isEqualTo(before);
    }

    @Test
    void sweepsOnlyWithTheLockAndHoldsUpNobodyWithoutIt() {
        database.switchExists();
        here.has("a", 2);
        var own = here.create("b", 3);
        var swept = here.sweep(new PortChange.Remove(identity("a"), here.row("a")));
        here.work();

        assertThat(own).isCompletedWithValue(new Committed());
        assertThat(swept.join()).isInstanceOf(LookAgain.class);
        database.sweeperIs(here);
        var again = here.sweep(new PortChange.Remove(identity("a"), here.row("a")));
        here.work();
        assertThat(again).isCompletedWithValue(new Committed());
    }

    @Test
    void aCentralAgentDoesNotWriteWhereNodeAgentsDoUntilTheirMarkIsRemoved() {
        database.switchExists();
        here.has("a", 2);
        var central = database.centralWriter();

        var refused = central.create("c", 7);
        central.work();
        assertThat(refused.join()).isInstanceOf(LookAgain.class);
        assertThat(central.refusal())
                .get()
                .asString()
                .contains("node agents", "ovn-nbctl remove NB_Global . external_ids ovnnb.io/writer");

        removeMark();
        central.takeOver();
        central.work();
        assertThat(central.refusal()).isEmpty();
        var beaten = here.create("d", 4);
        here.work();
        here.work();
        assertThat(beaten.join()).isInstanceOf(LookAgain.class);
        here.takeOver();
        here.work();
        assertThat(here.refusal())
                .get()
                .asString()
                .contains("central agent", "ovn-nbctl remove NB_Global . external_ids ovnnb.io/writer");
    }

    @Test
    void nodeAgentsMakeTheirMarkInADatabaseThatNobodyHasInitialised() {
        database.rows(DatabaseModel.GLOBAL).clear();
        database.switchExists();
        here.takeOver();
        here.has("a", 2);

        assertThat(database.rows(DatabaseModel.GLOBAL).values())
                .singleElement()
                .satisfies(row -> assertThat(row.map("external_ids")).containsEntry("ovnnb.io/writer", "nodes"));
    }

    private void removeMark() {
        database.execute(
                Optional.empty(),
                List.of(new Operation.Mutate(
                        DatabaseModel.GLOBAL,
                        List.of(),
                        List.of(Mutation.delete("external_ids", Value.strings(List.of("ovnnb.io/writer")))))));
    }
}
