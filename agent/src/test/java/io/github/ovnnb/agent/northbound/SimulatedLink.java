package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.reconcile.Northbound;
import io.github.ovnnb.agent.simulation.Guards;
import io.github.ovnnb.agent.simulation.Harm;
import io.github.ovnnb.agent.simulation.SimulatedProcess;
import io.github.ovnnb.agent.simulation.World;
import io.github.ovnnb.ovsdb.TransactionOutcome;
import io.github.ovnnb.ovsdb.TransactionOutcome.Committed;
import io.github.ovnnb.ovsdb.TransactionOutcome.NotSent;
import io.github.ovnnb.ovsdb.TransactionOutcome.OutcomeUnknown;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One client's connection to the database and its replica, as our OVSDB client keeps them: updates and replies arrive in the order in which
 * the server sent them, a lost connection is reported before the transactions that it takes along, and a new one begins with a whole
 * snapshot.
 */
public final class SimulatedLink implements Transactor {
    private final World world;
    private final SimulatedNorthbound northbound;
    private final Set<Guards> guards;
    private final NorthboundFaults faults;
    private final SimulatedProcess process;
    private final Client client;
    private final ReplicaModel replica = new ReplicaModel();
    private final Epochs epochs = new Epochs();
    private final Map<CompletableFuture<TransactionOutcome>, List<Operation>> pending = new LinkedHashMap<>();

    /** From the start of the process to its end. */
    private boolean open;

    private boolean up;
    private boolean synced;
    private boolean claims;
    /** The number of the connection: messages of an earlier one never arrive. */
    private int generation;

    private Session session;
    private long lastArrival;
    private long lastSending;

    /** Who is connected. */
    public interface Client {
        void rowChanged(PortFacts row);

        void rowDeleted(PortFacts last);

        /** To be done when the reconciler has heard of all rows that it was told of before. */
        void later(Runnable action);

        /** The replica shows one moment of the database, and follows from here. */
        void synced();

        void lost();

        void locked(boolean held);
    }

    SimulatedLink(
            World world,
            SimulatedProcess process,
            SimulatedNorthbound northbound,
            Set<Guards> guards,
            NorthboundFaults faults,
            Client client) {
        this.world = world;
        this.process = process;
        this.session = new Session(0, new LockTable(), () -> {}, () -> {});
        this.northbound = northbound;
        this.guards = guards;
        this.faults = faults;
        this.client = client;
    }

    /** What the one reconciler that writes sees of it. */
    public Northbound seam(Supplier<UUID> newUuid, Executor thread) {
        return CommittingNorthbound.alone(replica, this, "ovn-nb-agent", newUuid, thread);
    }

    /** What a reconciler sees of it beside whom others write; as {@link NorthboundConnection#sharedSeam}. */
    public Northbound sharedSeam(
            BiPredicate<String, Placement> undisputed,
            Consumer<Runnable> pause,
            Supplier<UUID> newUuid,
            Executor thread) {
        return CommittingNorthbound.amongOthers(
                replica, this, epochs, undisputed, "ovn-nb-agent-sweeper", pause::accept, newUuid, thread);
    }

    /** The row of that name as the replica has it now. */
    public Optional<PortFacts> row(String name) {
        return replica.port(name);
    }

    public Optional<PortFacts> row(UUID row) {
        return replica.port(row);
    }

    /** From now on, on each connection, in line for the lock. */
    public void claimLock() {
        if (!claims) {
            claims = true;
            if (synced) {
                sends(session::askForLock);
            }
        }
    }

    /** From now on in no line. */
    public void leaveLock() {
        claims = false;
        if (synced) {
            sends(session::unlock);
        }
    }

    public Collection<PortFacts> seen() {
        return replica.all();
    }

    public void start() {
        open = true;
        open();
    }

    /** Connects and asks for everything. */
    private void open() {
        int mine = ++generation;
        lastArrival = world.now();
        world.after(faults.travel(), () -> {
            if (mine == generation && open) {
                up = true;
                session = northbound.session(() -> locked(mine, true), () -> locked(mine, false));
                // Taken now, told later: what is committed meanwhile follows behind.
                var ports = new HashMap<>(northbound.database().rows(DatabaseModel.PORTS));
                var switches = new HashMap<>(northbound.database().rows(DatabaseModel.SWITCHES));
                boolean first = replica.all().isEmpty();
                arrives(() -> {
                    if (first || guards.contains(Guards.LOOK_AFTER_UNKNOWN_OUTCOME)) {
                        replica.becomes(ports, switches, listener());
                    }
                    world.tell(() -> "link: in sync with the Northbound");
                    synced = true;
                    client.synced();
                    if (claims) {
                        sends(session::askForLock);
                    }
                });
            }
        });
    }

    private void locked(int mine, boolean held) {
        if (mine == generation) {
            world.tell(() -> "link: lock " + (held ? "granted" : "stolen"));
            arrives(() -> client.locked(held));
        }
    }

    /** Takes the lock from whoever has it. */
    public void stealLock() {
        if (synced) {
            sends(session::stealLock);
        }
    }

    private void sends(Runnable message) {
        int mine = generation;
        lastSending = Math.max(lastSending, world.now() + faults.travel());
        world.after(lastSending - world.now(), () -> {
            if (mine == generation && up) {
                message.run();
            }
        });
    }

    /** As the real connection tells of it: by then it has heard that the switch lists the port no more. */
    private static PortFacts offItsSwitch(PortFacts last) {
        return new PortFacts(
                last.row(),
                last.name(),
                Set.of(),
                last.addresses(),
                last.portSecurity(),
                last.identity(),
                last.ownership(),
                last.binding(),
                last.vendor(),
                last.vips(),
                last.dhcp());
    }

    private ReplicaModel.Listener listener() {
        return new ReplicaModel.Listener() {
            @Override
            public void rowChanged(PortFacts row) {
                client.rowChanged(row);
            }

            @Override
            public void rowDeleted(PortFacts last) {
                client.rowDeleted(offItsSwitch(last));
            }

            @Override
            public void switchIs(UUID row, Map<String, String> externalIds) {
                client.later(() -> epochs.heard(row, externalIds));
            }

            @Override
            public void switchIsGone(UUID row) {
                client.later(() -> epochs.gone(row));
            }
        };
    }

    void updates(List<DatabaseModel.RowChange> changes) {
        if (up) {
            arrives(() -> replica.apply(changes, listener()));
        }
    }

    private void arrives(Runnable message) {
        int mine = generation;
        lastArrival = Math.max(lastArrival, world.now() + faults.travel());
        world.after(
                lastArrival - world.now(),
                () -> process.run(() -> {
                    if (mine == generation && open) {
                        message.run();
                    }
                }));
    }

    /** The process is gone. What it has sent is on its way nevertheless. */
    public void close() {
        open = false;
        up = false;
        synced = false;
        generation++;
        pending.clear();
        noticedByServerAfter(session, faults.outage());
        northbound.forget(this);
    }

    private void noticedByServerAfter(Session gone, long micros) {
        world.after(micros, gone::end);
    }

    public void breakFor(long micros) {
        breakFor(micros, faults.outage());
    }

    /** @param noticed after which time the server knows, too, and gives the lock to the next */
    private void breakFor(long micros, long noticed) {
        if (!open) {
            return;
        }
        world.inflicted(Harm.CONNECTION_BROKEN);
        world.tell(() -> "link: broken for " + micros / 1000 + " ms, " + pending.size() + " transactions unanswered");
        up = false;
        synced = false;
        generation++;
        noticedByServerAfter(session, noticed);
        var unanswered = new ArrayList<>(pending.entrySet());
        pending.clear();
        process.run(() -> {
            if (guards.contains(Guards.PAUSE_WITHOUT_CONNECTION)) {
                client.lost();
            }
            unanswered.forEach(entry -> lost(entry.getKey(), entry.getValue()));
        });
        int mine = generation;
        world.after(
                micros,
                () -> process.run(() -> {
                    if (open && mine == generation) {
                        open();
                    }
                }));
    }

    private void lost(CompletableFuture<TransactionOutcome> answer, List<Operation> operations) {
        if (guards.contains(Guards.REPETITION_IS_REFUSED)) {
            answer.complete(new OutcomeUnknown("the connection broke"));
        } else {
            // As a client does that sends again what it is not sure of, with uuids that the server chooses.
            var old = session;
            world.after(faults.outage() * 2, () -> northbound.execute(old, withOtherUuids(operations)));
            answer.complete(new OutcomeUnknown("sent again"));
        }
    }

    private List<Operation> withOtherUuids(List<Operation> operations) {
        var news = new HashMap<UUID, UUID>();
        operations.forEach(operation -> {
            if (operation instanceof Operation.Insert insert) {
                insert.uuid().ifPresent(uuid -> news.put(uuid, world.uuid()));
            }
        });
        return operations.stream()
                .map(operation -> Renumbering.of(operation, news))
                .toList();
    }

    @Override
    public CompletionStage<TransactionOutcome> transact(List<Operation> given) {
        var operations = new MissingGuards(guards).without(given);
        if (!up) {
            return CompletableFuture.completedFuture(new NotSent("there is no connection"));
        }
        var answer = new CompletableFuture<TransactionOutcome>();
        var fault = faults.next();
        pending.put(answer, operations);
        world.tell(() -> "agent -> Northbound" + (fault == NorthboundFaults.Fault.NONE ? "" : " [" + fault + "]") + ": "
                + Renumbering.brief(operations));
        int mine = generation;
        var by = session;
        lastSending = Math.max(lastSending, world.now() + faults.travel());
        world.after(lastSending - world.now(), () -> arriveAtServer(mine, by, fault, operations, answer));
        return answer;
    }

    private void arriveAtServer(
            int mine,
            Session by,
            NorthboundFaults.Fault fault,
            List<Operation> operations,
            CompletableFuture<TransactionOutcome> answer) {
        harm(fault).ifPresent(world::inflicted);
        switch (fault) {
            case NONE -> {
                var outcome = outcome(operations, northbound.execute(by, operations));
                if (mine == generation && up) {
                    arrives(() -> {
                        pending.remove(answer);
                        world.tell(() -> "agent <- Northbound: " + brief(outcome));
                        answer.complete(outcome);
                    });
                }
            }
            case IO_ERROR -> {
                if (mine == generation && up) {
                    arrives(() -> {
                        pending.remove(answer);
                        answer.complete(new Refused(operations.size(), OvsdbError.of("I/O error", "disk full")));
                    });
                }
            }
            case LOST_REQUEST -> breakIf(mine);
            case LOST_REPLY -> {
                northbound.execute(by, operations);
                breakIf(mine);
            }
            case LATE -> {
                long late = faults.outage() * 2 + faults.travel() * 40;
                breakIf(mine, late);
                world.after(late, () -> {
                    world.tell(() -> "Northbound carries out late: " + Renumbering.brief(operations));
                    northbound.execute(by, operations);
                });
            }
        }
    }

    private static Optional<Harm> harm(NorthboundFaults.Fault fault) {
        return switch (fault) {
            case NONE -> Optional.empty();
            case LOST_REQUEST -> Optional.of(Harm.REQUEST_LOST);
            case LOST_REPLY -> Optional.of(Harm.REPLY_LOST);
            case LATE -> Optional.of(Harm.REQUEST_LATE);
            case IO_ERROR -> Optional.of(Harm.DISK_FULL);
        };
    }

    private void breakIf(int mine) {
        breakIf(mine, faults.outage());
    }

    private void breakIf(int mine, long noticed) {
        if (mine == generation) {
            breakFor(faults.outage(), noticed);
        }
    }

    private static String brief(TransactionOutcome outcome) {
        return outcome instanceof Committed ? "committed" : outcome.toString();
    }

    private static TransactionOutcome outcome(List<Operation> operations, DatabaseModel.Result result) {
        if (result instanceof DatabaseModel.Applied applied) {
            return new Committed(applied.results());
        }
        var refused = (DatabaseModel.Refused) result;
        return new Refused(Math.min(refused.operation(), operations.size()), refused.error());
    }
}
