/**
 * The whole agent on a world without delays or faults (the simulation has those), beside a ledger that says in the plainest way what must be.
 */
@NullMarked
package io.github.ovnnb.agent.model;

import org.jspecify.annotations.NullMarked;
