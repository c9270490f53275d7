/** The Northbound database as the reconciler sees it: rows and facts, and the group-committing writer. The only package that knows OVSDB. */
@NullMarked
package io.github.ovnnb.agent.northbound;

import org.jspecify.annotations.NullMarked;
