/**
 * A real cluster under faults drawn from a seed, and a checker that believes nobody: the program behind {@code scripts/chaos}. The checker
 * ({@link io.github.ovnnb.it.chaos.Ledger} and the rules that it asks) shares no code with the agent or the OVSDB client.
 */
@NullMarked
package io.github.ovnnb.it.chaos;

import org.jspecify.annotations.NullMarked;
