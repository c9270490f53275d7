/** An asynchronous OVSDB client: connect, transact, and read a replica that follows the database. RFC 7047. */
@NullMarked
package io.github.ovnnb.ovsdb;

import org.jspecify.annotations.NullMarked;
