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
import io.github.ovnnb.ovsdb.TransactionOutcome;
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

/** A database with one switch, and agents that write to it, each of which hears of the others' doings when the test says so. */
final class SharedDatabase {
    static final String SWEEPER = "sweeper";
    private static final UUID SWITCH = new UUID(9, 9);

    private final DatabaseModel database = new DatabaseModel(true);
    private final List<Writer> writers = new ArrayList<>();
    private Optional<Writer> lockHolder = Optional.empty();
    private long uuids;

    /** A node agent, which has heard of everything so far. */
    Writer writer() {
        return begun(new Writer(false));
    }

    Writer centralWriter() {
        return begun(new Writer(true));
    }

    private Writer begun(Writer writer) {
        writers.add(writer);
        writer.becomeLike();
        return writer;
    }

    void sweeperIs(Writer holder) {
        lockHolder = Optional.of(holder);
    }

    Map<UUID, ModelRow> rows(String table) {
        return database.rows(table);
    }

    Map<String, String> switchKeys() {
        return Objects.requireNonNull(database.rows(DatabaseModel.SWITCHES).get(SWITCH))
                .map("external_ids");
    }

    void switchExists() {
        execute(
                Optional.empty(),
                List.of(Operation.insert(DatabaseModel.SWITCHES, SWITCH, Map.of("name", Value.of("s1")))));
        writers.forEach(Writer::hear);
    }

    DatabaseModel.Result execute(Optional<Writer> by, List<Operation> operations) {
        var result =
                database.execute(operations, lock -> !lock.equals(SWEEPER) || by.isPresent() && by.equals(lockHolder));
        if (result instanceof DatabaseModel.Applied applied) {
            writers.forEach(writer -> writer.unheard.add(applied.changes()));
        }
        return result;
    }

    static PortIdentity identity(String pod) {
        return PortIdentity.of("shop", pod);
    }

    static PortSpec spec(String pod, int number, String podUid) {
        var addresses = new Addresses(
                MacAddress.of(String.format("02:00:00:00:00:%02x", number)), List.of(IpAddress.of("10.0.0." + number)));
        return new PortSpec(
                identity(pod),
                new Placement("s1", addresses),
                false,
                Optional.empty(),
                new PortOwnership(new StatefulSetMember("web", Optional.of("set"), 0), Optional.of(podUid)));
    }

    final class Writer implements ReplicaModel.Listener {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final Deque<Collection<DatabaseModel.RowChange>> unheard = new ArrayDeque<>();
        private final ReplicaModel replica = new ReplicaModel();
        private final Epochs epochs = new Epochs();
        private final AddressBook book = new AddressBook();
        private final List<Runnable> pausing = new ArrayList<>();
        private final Northbound seam;
        private Optional<String> refusal = Optional.empty();
        private final Deque<Runnable> road = new ArrayDeque<>();
        private boolean hearsEpochs = true;
        private boolean isFar;
        private int sent;

        private Writer(boolean central) {
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

        /** From now on its transactions are on their way until they {@link #arrive}. */
        Writer far() {
            isFar = true;
            return this;
        }

        void hearsNoEpochs() {
            hearsEpochs = false;
        }

        Optional<String> refusal() {
            return refusal;
        }

        int sent() {
            return sent;
        }

        private CompletionStage<TransactionOutcome> transact(List<Operation> operations) {
            sent++;
            var answer = new CompletableFuture<TransactionOutcome>();
            road.add(() -> answer.complete(outcome(operations)));
            if (!isFar) {
                arrive();
            }
            return answer;
        }

        void arrive() {
            while (!road.isEmpty()) {
                road.remove().run();
            }
        }

        /** What is committed is heard by who has committed it before the reply. */
        private TransactionOutcome outcome(List<Operation> operations) {
            var result = execute(Optional.of(this), operations);
            if (result instanceof DatabaseModel.Applied applied) {
                hear();
                return new TransactionOutcome.Committed(applied.results());
            }
            var refused = (DatabaseModel.Refused) result;
            return new TransactionOutcome.Refused(refused.operation(), refused.error());
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
