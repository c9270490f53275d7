/** Wires the machine together, by hand and in one place. */
@NullMarked
package io.github.ovnnb.agent;

import org.jspecify.annotations.NullMarked;
