package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.northbound.Epochs.Epoch;
import io.github.ovnnb.ovsdb.protocol.Operation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who else may write while we do, and what our changes therefore have to rely on. */
interface Company {
    /** Whether a change may be sent now. */
    enum Standing {
        GOOD,
        /** Something has been heard since that speaks against it: it is to be planned anew. */
        OVERTAKEN,
        /** Something is known to have happened that we have not heard of: not now. */
        EARLY,
        /** Another one, who has come too late again and again, goes first. */
        LEFT_TO_ANOTHER
    }

    Standing standing(PortChange change);

    /** What a change of a row that is there relies on. */
    Optional<Operation> guard(PortChange change, PortFacts row);

    /** What a new address on that switch relies on; empty if on nothing, for then nobody else gives any out. */
    Optional<Epoch> epoch(UUID logicalSwitch);

    /** Whether anybody else gives out addresses at all. */
    boolean othersWrite();

    /** Committed. */
    void replaced(UUID logicalSwitch, Epoch before, String next);

    /** Refused, because somebody else was quicker. */
    void isOver(UUID logicalSwitch, Epoch epoch);

    /** Has everybody else let us go first on that switch, where others were always quicker; empty if that can't be had now, or is. */
    Optional<List<Operation>> precedence(UUID logicalSwitch, String next);

    /** A moment has passed in which others were let go first. */
    void paused();

    /** The connection was lost, or for the first time had. */
    void startOver();

    /**
     * Nobody else: the {@link Fence} sees to that. It is raised once and then only read; an epoch would change the switch's row with every
     * transaction, and ovn-northd computes everything anew when keys of a switch change.
     */
    Company NONE = new Company() {
        @Override
        public Standing standing(PortChange change) {
            return Standing.GOOD;
        }

        @Override
        public Optional<Operation> guard(PortChange change, PortFacts row) {
            // Nothing is to be done for a port that is gone by itself.
            return change instanceof PortChange.Remove
                    ? Optional.empty()
                    : Optional.of(Operation.rowExists(NorthboundTables.PORT, row.row()));
        }

        @Override
        public Optional<Epoch> epoch(UUID logicalSwitch) {
            return Optional.empty();
        }

        @Override
        public boolean othersWrite() {
            return false;
        }

        @Override
        public void replaced(UUID logicalSwitch, Epoch before, String next) {}

        @Override
        public void isOver(UUID logicalSwitch, Epoch epoch) {}

        @Override
        public Optional<List<Operation>> precedence(UUID logicalSwitch, String next) {
            return Optional.empty();
        }

        @Override
        public void paused() {}

        @Override
        public void startOver() {}
    };
}
