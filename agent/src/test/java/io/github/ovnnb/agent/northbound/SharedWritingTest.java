package io.github.ovnnb.agent.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.Addresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.MacAddress;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortSpec;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.reconcile.Northbound;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.Committed;
import io.github.ovnnb.agent.reconcile.Northbound.LookAgain;
import io.github.ovnnb.agent.reconcile.Northbound.Overtaken;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two agents on one database, each of which hears of the other's doings when the test says so. */
class SharedWritingTest {
    private static final UUID SWITCH = new UUID(9, 9);
    private static final String SWEEPER = "sweeper";

    private final DatabaseModel database = new DatabaseModel(true);
    private final List<Writer> writers = new ArrayList<>();
    private Optional<Writer> lockHolder = Optional.empty();
    private long uuids;
    private final Writer here = new Writer();
    private final Writer there = new Writer();

    @BeforeEach
    void begin() {
        writers.addAll(List.of(here, there));
    }

    private void switchExists() {
        execute(
                Optional.empty(),
                List.of(Operation.insert(DatabaseModel.SWITCHES, SWITCH, Map.of("name", Value.of("s1")))));
        writers.forEach(Writer::hear);
    }

    @Test
    void anAddressChosenByTwoAtTheSameInstantIsGivenToOne() {
        switchExists();
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
        switchExists();
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
        switchExists();
        here.hearsEpochs = false;
        for (int number = 2; number < 9; number++) {
            var change = here.create("p" + number, number);
            here.work();
            assertThat(change).isCompletedWithValue(new Committed());
        }
    }

    @Test
    void nothingIsSentThatTheRowsHeardSinceSpeakAgainst() {
        switchExists();
        var planned = there.create("b", 2);
        here.has("a", 2);
        there.hear();
        int sent = there.sent;
        there.work();

        assertThat(planned).isCompletedWithValue(new Overtaken());
        assertThat(there.sent).isEqualTo(sent);
    }

    @Test
    void twentyWritersOnOneSwitchAreAllServedAndNothingIsGivenTwice() {
        switchExists();
        var crowd = new ArrayList<Writer>();
        for (int number = 0; number < 20; number++) {
            var writer = new Writer();
            crowd.add(writer);
            writers.add(writer);
            writer.becomeLike();
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
        switchExists();
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
        switchExists();
        here.has("a", 2);
        var before = switchKeys();

        var done = here.commit(change.change.apply(here.row("a")));
        here.work();

        assertThat(done).isCompletedWithValue(new Committed());
        assertThat(before).containsKey(Epochs.KEY);
        assertThat(switchKeys()).isEqualTo(before);
    }

    private Map<String, String> switchKeys() {
        return Objects.requireNonNull(database.rows(DatabaseModel.SWITCHES).get(SWITCH))
                .map("external_ids");
    }

    @Test
    void sweepsOnlyWithTheLockAndHoldsUpNobodyWithoutIt() {
        switchExists();
        here.has("a", 2);
        var own = here.create("b", 3);
        var swept = here.sweep(new PortChange.Remove(identity("a"), here.row("a")));
        here.work();

        assertThat(own).isCompletedWithValue(new Committed());
        assertThat(swept.join()).isInstanceOf(LookAgain.class);
        lockHolder = Optional.of(here);
        var again = here.sweep(new PortChange.Remove(identity("a"), here.row("a")));
        here.work();
        assertThat(again).isCompletedWithValue(new Committed());
    }

    @Test
    void aCentralAgentDoesNotWriteWhereNodeAgentsDoUntilTheirMarkIsRemoved() {
        switchExists();
        here.has("a", 2);
        var central = new Writer(true);
        writers.add(central);

        var refused = central.create("c", 7);
        central.work();
        assertThat(refused.join()).isInstanceOf(LookAgain.class);
        assertThat(central.refusal)
                .get()
                .asString()
                .contains("node agents", "ovn-nbctl remove NB_Global . external_ids ovnnb.io/writer");

        removeMark();
        central.takeOver();
        central.work();
        assertThat(central.refusal).isEmpty();
        var beaten = here.create("d", 4);
        here.work();
        here.work();
        assertThat(beaten.join()).isInstanceOf(LookAgain.class);
        here.takeOver();
        here.work();
        assertThat(here.refusal)
                .get()
                .asString()
                .contains("central agent", "ovn-nbctl remove NB_Global . external_ids ovnnb.io/writer");
    }

    @Test
    void nodeAgentsMakeTheirMarkInADatabaseThatNobodyHasInitialised() {
        database.rows(DatabaseModel.GLOBAL).clear();
        switchExists();
        here.takeOver();
        here.has("a", 2);

        assertThat(database.rows(DatabaseModel.GLOBAL).values())
                .singleElement()
                .satisfies(row -> assertThat(row.map("external_ids")).containsEntry("ovnnb.io/writer", "nodes"));
    }

    private void removeMark() {
        execute(
                Optional.empty(),
                List.of(new Operation.Mutate(
                        DatabaseModel.GLOBAL,
                        List.of(),
                        List.of(Mutation.delete("external_ids", Value.strings(List.of("ovnnb.io/writer")))))));
    }

    private DatabaseModel.Result execute(Optional<Writer> by, List<Operation> operations) {
        var result =
                database.execute(operations, lock -> !lock.equals(SWEEPER) || by.isPresent() && by.equals(lockHolder));
        if (result instanceof DatabaseModel.Applied applied) {
            writers.forEach(writer -> writer.unheard.add(applied.changes()));
        }
        return result;
    }

    private static PortIdentity identity(String pod) {
        return PortIdentity.of("shop", pod);
    }

    private static PortSpec spec(String pod, int number, String podUid) {
        var addresses = new Addresses(
                MacAddress.of(String.format("02:00:00:00:00:%02x", number)), List.of(IpAddress.of("10.0.0." + number)));
        return new PortSpec(
                identity(pod),
                new Placement("s1", addresses),
                false,
                Optional.empty(),
                new PortOwnership(new StatefulSetMember("web", Optional.of("set"), 0), Optional.of(podUid)));
    }

    private final class Writer implements ReplicaModel.Listener {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final Deque<Collection<DatabaseModel.RowChange>> unheard = new ArrayDeque<>();
        private final ReplicaModel replica = new ReplicaModel();
        private final Epochs epochs = new Epochs();
        private final AddressBook book = new AddressBook();
        private final List<Runnable> pausing = new ArrayList<>();
        private final Northbound seam;
        private Optional<String> refusal = Optional.empty();
        private boolean hearsEpochs = true;
        private int sent;

        Writer() {
            this(false);
        }

        Writer(boolean central) {
            seam = central
                    ? CommittingNorthbound.alone(replica, this::transact, "lock", this::uuid, tasks::add)
                    : CommittingNorthbound.amongOthers(
                            replica,
                            this::transact,
                            epochs,
                            book::isUndisputed,
                            SWEEPER,
                            pausing::add,
                            this::uuid,
                            tasks::add);
            seam.onStanding(why -> refusal = why);
            takeOver();
        }

        private UUID uuid() {
            return new UUID(1, ++uuids);
        }

        void takeOver() {
            var unused = seam.takeOver();
            settle();
        }

        /** What is committed is heard by who has committed it before the reply. */
        private CompletionStage<TransactionOutcome> transact(List<Operation> operations) {
            sent++;
            var result = execute(Optional.of(this), operations);
            if (result instanceof DatabaseModel.Applied applied) {
                hear();
                return CompletableFuture.completedFuture(new TransactionOutcome.Committed(applied.results()));
            }
            var refused = (DatabaseModel.Refused) result;
            return CompletableFuture.completedFuture(
                    new TransactionOutcome.Refused(refused.operation(), refused.error()));
        }

        CompletableFuture<CommitOutcome> create(String pod, int number) {
            book.reserve(identity(pod).portName(), spec(pod, number, "").placement());
            return commit(new PortChange.Create(spec(pod, number, "uid-" + pod)));
        }

        void has(String pod, int number) {
            var created = create(pod, number);
            work();
            assertThat(created).isCompletedWithValue(new Committed());
        }

        CompletableFuture<CommitOutcome> commit(PortChange change) {
            return seam.commit(change).toCompletableFuture();
        }

        CompletableFuture<CommitOutcome> sweep(PortChange change) {
            return seam.sweep(change).toCompletableFuture();
        }

        PortFacts row(String pod) {
            return seam.port(identity(pod)).orElseThrow();
        }

        /** Does what is to be done, and what was put off once more. */
        void work() {
            settle();
            var now = List.copyOf(pausing);
            pausing.clear();
            now.forEach(Runnable::run);
            settle();
        }

        private void settle() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void hear() {
            while (!unheard.isEmpty()) {
                var changes = List.copyOf(unheard.remove());
                replica.apply(changes, this);
                changes.stream()
                        .filter(change -> hearsEpochs && change.table().equals(DatabaseModel.SWITCHES))
                        .forEach(change -> change.after()
                                .ifPresentOrElse(
                                        row -> epochs.heard(change.row(), row.map("external_ids")),
                                        () -> epochs.gone(change.row())));
            }
        }

        /** As one who connects now. */
        void becomeLike() {
            unheard.clear();
            replica.becomes(database.rows(DatabaseModel.PORTS), database.rows(DatabaseModel.SWITCHES), this);
            database.rows(DatabaseModel.SWITCHES)
                    .forEach((row, columns) -> epochs.heard(row, columns.map("external_ids")));
        }

        @Override
        public void rowChanged(PortFacts row) {
            var unused = book.rowIs(row);
        }

        @Override
        public void rowDeleted(PortFacts last) {
            var unused = book.rowIsGone(last.name());
        }
    }
}
