package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.northbound.DatabaseModel.RowChange;
import io.github.ovnnb.agent.simulation.Guards;
import io.github.ovnnb.agent.simulation.Harm;
import io.github.ovnnb.agent.simulation.SimulatedProcess;
import io.github.ovnnb.agent.simulation.World;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The Northbound database, those connected to it, and foreigners who write to it. */
public final class SimulatedNorthbound {
    private final World world;
    private final DatabaseModel database;
    private final Set<Guards> guards;
    private LockTable locks = new LockTable();
    /** How often all servers were stopped to give them another database file. */
    private int lives;

    private final List<SimulatedLink> links = new ArrayList<>();
    private final CommitListener listener;
    private final NorthboundFaults faults;
    private final Map<UUID, PortFacts> facts = new TreeMap<>();
    /** What {@link #ports} said last, until something changes. */
    private @Nullable List<PortFacts> ports;

    private boolean wasRestored;

    /** Hears of each commit in the order of the database. */
    public interface CommitListener {
        /** @param ours whether an agent wrote it */
        void committed(boolean ours, List<RowChange> changes);

        /** All rows are as they were at an earlier time. */
        void restored();
    }

    public SimulatedNorthbound(World world, Set<Guards> guards, NorthboundFaults faults, CommitListener listener) {
        this.world = world;
        this.guards = guards;
        this.faults = faults;
        this.listener = listener;
        this.database = new DatabaseModel(guards.contains(Guards.REPETITION_IS_REFUSED));
    }

    public SimulatedLink connect(SimulatedProcess process, SimulatedLink.Client client) {
        var link = new SimulatedLink(world, process, this, guards, faults, client);
        links.add(link);
        return link;
    }

    void forget(SimulatedLink link) {
        links.remove(link);
    }

    /** A connection to the present leader. */
    Session session(Runnable granted, Runnable stolen) {
        return new Session(lives, locks, granted, stolen);
    }

    DatabaseModel.Result execute(Session session, List<Operation> operations) {
        if (!session.isOfLife(lives)) {
            // What was under way went down with the connection.
            return new DatabaseModel.Refused(0, OvsdbError.of("not connected", "the server was stopped"));
        }
        return execute(true, operations, lock -> !guards.contains(Guards.LOCK) || session.ownsLock());
    }

    private DatabaseModel.Result execute(boolean ours, List<Operation> operations, Predicate<String> ownsLock) {
        var result = database.execute(operations, ownsLock);
        if (result instanceof DatabaseModel.Applied applied
                && !applied.changes().isEmpty()) {
            follow(applied.changes());
            links.forEach(link -> link.updates(applied.changes()));
            listener.committed(ours, applied.changes());
        }
        return result;
    }

    DatabaseModel database() {
        return database;
    }

    public void restart(long downFor) {
        world.inflicted(Harm.DATABASE_RESTARTED);
        breakLinks(downFor);
    }

    private void breakLinks(long downFor) {
        List.copyOf(links).forEach(link -> link.breakFor(downFor));
    }

    /** Another server of the cluster leads from now on. It knows nothing of the locks of the old one, and the old one keeps them. */
    public void fail(long downFor) {
        world.inflicted(Harm.DATABASE_LEADER_DEPOSED);
        locks = new LockTable();
        breakLinks(downFor);
    }

    public DatabaseModel.Backup backUp() {
        return database.backUp();
    }

    /**
     * {@code ovsdb-client restore}: one transaction that makes every row anew, under another uuid. Or a database file that is put in the place of the present
     * one while the server is stopped.
     */
    public void restore(DatabaseModel.Backup backup, boolean rowsAreMadeAnew, long downFor) {
        world.tell(() -> "Northbound: restored" + (rowsAreMadeAnew ? ", all rows anew" : " from a file"));
        world.inflicted(rowsAreMadeAnew ? Harm.DATABASE_ROWS_RESTORED : Harm.DATABASE_FILE_RESTORED);
        if (!rowsAreMadeAnew) {
            lives++;
            breakLinks(downFor);
        }
        var changes = database.restore(backup, rowsAreMadeAnew ? row -> world.uuid() : row -> row);
        follow(changes);
        wasRestored = true;
        links.forEach(link -> link.updates(changes));
        listener.restored();
    }

    /** At any time. */
    public boolean wasRestored() {
        return wasRestored;
    }

    // ---- for those who look and write from outside ---------------------------------------------------------------

    public Collection<PortFacts> ports() {
        if (ports == null) {
            ports = List.copyOf(facts.values());
        }
        return ports;
    }

    /** The port as it is now. */
    public Optional<PortFacts> port(UUID row) {
        return Optional.ofNullable(facts.get(row));
    }

    private void follow(List<RowChange> changes) {
        var rows = database.rows(DatabaseModel.PORTS);
        for (var port : TouchedPorts.by(changes)) {
            var columns = rows.get(port);
            if (columns == null) {
                facts.remove(port);
            } else {
                facts.put(port, facts(port, columns));
            }
        }
        ports = null;
    }

    public PortFacts facts(UUID row, ModelRow columns) {
        var names = new HashSet<String>();
        for (var logicalSwitch : database.rows(DatabaseModel.SWITCHES).values()) {
            if (logicalSwitch.contains("ports", row)) {
                names.add(logicalSwitch.text("name"));
            }
        }
        return columns.facts(row, names);
    }

    public static Set<String> ourKeys() {
        return ExternalIds.KEYS;
    }

    public void foreignSwitch(String name) {
        foreign(List.of(Operation.insert(DatabaseModel.SWITCHES, world.uuid(), Map.of("name", Value.of(name)))));
    }

    /** False if the database would not have it, as when the name is taken. */
    public boolean foreignPort(String name, String logicalSwitch, String addresses) {
        var uuid = world.uuid();
        for (var entry : database.rows(DatabaseModel.SWITCHES).entrySet()) {
            if (entry.getValue().text("name").equals(logicalSwitch)) {
                return foreign(List.of(
                        Operation.insert(
                                DatabaseModel.PORTS,
                                uuid,
                                Map.of(
                                        "name", Value.of(name),
                                        "addresses", Value.of(addresses),
                                        "external_ids", Value.stringMap(Map.of("owner", "somebody-else")))),
                        Operation.mutate(
                                DatabaseModel.SWITCHES, entry.getKey(), Mutation.insert("ports", Value.of(uuid)))));
            }
        }
        return false;
    }

    public void foreignRemoval(UUID port) {
        var operations = new ArrayList<Operation>();
        database.rows(DatabaseModel.SWITCHES).forEach((logicalSwitch, columns) -> {
            if (columns.contains("ports", port)) {
                operations.add(Operation.mutate(
                        DatabaseModel.SWITCHES, logicalSwitch, Mutation.delete("ports", Value.of(port))));
            }
        });
        foreign(operations);
    }

    /** Somebody leaves a note and an option on a port of ours. */
    public void foreignNote(UUID port, String note) {
        foreign(List.of(Operation.mutate(
                DatabaseModel.PORTS,
                port,
                Mutation.insert("external_ids", Value.stringMap(Map.of("note", note))),
                Mutation.insert("options", Value.stringMap(Map.of("requested-chassis", note))))));
    }

    private boolean foreign(List<Operation> operations) {
        return execute(false, operations, lock -> false) instanceof DatabaseModel.Applied;
    }
}
