/** The OVSDB client against real servers: every transport, failures of every kind, and what must be true after each. */
@NullMarked
package io.github.ovnnb.it.ovsdb;

import org.jspecify.annotations.NullMarked;
