package io.github.ovnnb.agent.simulation;

/** What befalls a drawn life only on demand, because not every life with it is without a violation yet. */
enum Extra {
    /** The database is put back to an earlier state now and then. */
    RESTORES
}
