package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.Claims;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.northbound.Epochs.Epoch;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * Agents like us on other nodes. New addresses rely on the epoch of their switch, and on our address book as it is when they are sent; all
 * other changes rely on the row being as it was seen, so that a late change of one agent never undoes a later one of another.
 */
final class OtherNodes implements Company {
    /** The replica has moved on since {@link #standing}; so will the change be refused. */
    private static final Map<String, Value> NEVER =
            Map.of("external_ids", Value.stringMap(Map.of(ExternalIds.POD_UID, "overtaken")));

    private final Rows rows;
    private final Epochs epochs;
    private final BiPredicate<String, Placement> undisputed;

    /** @param undisputed whether a port may have these addresses by all that the reconciler has heard */
    OtherNodes(Rows rows, Epochs epochs, BiPredicate<String, Placement> undisputed) {
        this.rows = rows;
        this.epochs = epochs;
        this.undisputed = undisputed;
    }

    @Override
    public Standing standing(PortChange change) {
        if (!isAsSeen(change)) {
            return Standing.OVERTAKEN;
        }
        return Claims.of(change).map(claim -> standing(change.port(), claim)).orElse(Standing.GOOD);
    }

    private Standing standing(PortIdentity port, Placement claim) {
        if (!undisputed.test(port.portName(), claim)) {
            return Standing.OVERTAKEN;
        }
        return rows.logicalSwitch(claim.logicalSwitch()).map(this::standing).orElse(Standing.GOOD);
    }

    private Standing standing(UUID logicalSwitch) {
        if (epochs.isLeftToAnother(logicalSwitch)) {
            return Standing.LEFT_TO_ANOTHER;
        }
        return epochs.current(logicalSwitch).isPresent() ? Standing.GOOD : Standing.EARLY;
    }

    private boolean isAsSeen(PortChange change) {
        var now = rows.port(change.port().portName());
        return row(change)
                .map(seen -> now.filter(row -> isLike(row, seen)).isPresent())
                .orElse(now.isEmpty());
    }

    /** By what plans are made of; whom a row of kube-ovn's belongs to is found out by the planner, not read. */
    private static boolean isLike(PortFacts now, PortFacts seen) {
        return now.row().equals(seen.row())
                && now.logicalSwitches().equals(seen.logicalSwitches())
                && now.addresses().equals(seen.addresses())
                && user(now).equals(user(seen))
                && now.ownership()
                        .map(PortOwnership::releaseRequested)
                        .equals(seen.ownership().map(PortOwnership::releaseRequested));
    }

    private static Optional<String> user(PortFacts row) {
        return row.ownership().flatMap(PortOwnership::podUid);
    }

    private static Optional<PortFacts> row(PortChange change) {
        if (change instanceof PortChange.Update update) {
            return Optional.of(update.row());
        }
        if (change instanceof PortChange.Unbind unbind) {
            return Optional.of(unbind.row());
        }
        return change instanceof PortChange.Remove remove ? Optional.of(remove.row()) : Optional.empty();
    }

    /** As a whole: OVSDB can't say of a single key that it is absent. */
    @Override
    public Optional<Operation> guard(PortChange change, PortFacts row) {
        var content = rows.seen(change.port().portName())
                .filter(now -> isLike(now.facts(), row))
                .map(Rows.Seen::content)
                .orElse(NEVER);
        return Optional.of(Operation.guard(NorthboundTables.PORT, row.row(), content));
    }

    @Override
    public Optional<Epoch> epoch(UUID logicalSwitch) {
        return Optional.of(epochs.current(logicalSwitch).orElse(Epoch.UNHEARD));
    }

    @Override
    public boolean othersWrite() {
        return true;
    }

    @Override
    public void replaced(UUID logicalSwitch, Epoch before, String next) {
        epochs.replaced(logicalSwitch, before, next);
    }

    @Override
    public void isOver(UUID logicalSwitch, Epoch epoch) {
        epochs.isOver(logicalSwitch, epoch);
    }

    @Override
    public Optional<List<Operation>> precedence(UUID logicalSwitch, String next) {
        return epochs.precedence(logicalSwitch, next);
    }

    @Override
    public void paused() {
        epochs.paused();
    }

    @Override
    public void startOver() {
        epochs.startOver();
    }
}
