/**
 * The loop around the decisions: a queue of port identities, one pass over each when something about it changed, commits and patches under
 * way, and who waits for what. The world is reached through the seams {@link io.github.ovnnb.agent.reconcile.Observer}, {@link
 * io.github.ovnnb.agent.reconcile.Northbound}, {@link io.github.ovnnb.agent.reconcile.Annotator} and {@link
 * io.github.ovnnb.agent.reconcile.Announcer} alone; time and the thread come in as {@link io.github.ovnnb.agent.reconcile.Timer} and an
 * executor, so a whole agent can run in a simulation.
 */
@NullMarked
package io.github.ovnnb.agent.reconcile;

import org.jspecify.annotations.NullMarked;
