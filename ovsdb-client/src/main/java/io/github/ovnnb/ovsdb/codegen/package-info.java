/**
 * Makes Java records from a database schema: {@link io.github.ovnnb.ovsdb.codegen.SchemaToRecords} is a program for any {@code .ovsschema} file. This
 * project runs it on OVN_Northbound before it compiles the rest.
 */
@NullMarked
package io.github.ovnnb.ovsdb.codegen;

import org.jspecify.annotations.NullMarked;
