/**
 * Transactions in the making: the rows as they would be, and the operations that make them so. Knows neither network nor clock.
 */
@NullMarked
package io.github.ovnnb.ovsdb.draft;

import org.jspecify.annotations.NullMarked;
