/**
 * RFC 7047 as values: what can be stored, asked, answered and monitored. Depends on nothing but the JDK; how these values
 * travel is the business of {@code codec}.
 *
 * <p>Everything here is immutable and may be shared between threads.
 */
@NullMarked
package io.github.ovnnb.ovsdb.protocol;

import org.jspecify.annotations.NullMarked;
