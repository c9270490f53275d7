/** Programs that measure; not tests. */
@NullMarked
package io.github.ovnnb.ovsdb.performance;

import org.jspecify.annotations.NullMarked;
