/**
 * The tables of OVN_Northbound as records, generated from its schema: {@code LogicalSwitchPort.addresses()} is a set of strings,
 * an optional column an Optional, and a misspelt one does not compile.
 */
@NullMarked
package io.github.ovnnb.ovn.northbound;

import org.jspecify.annotations.NullMarked;
