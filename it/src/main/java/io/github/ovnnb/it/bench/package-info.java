/** What the project measures about itself, and what it compares the figures with. */
@NullMarked
package io.github.ovnnb.it.bench;

import org.jspecify.annotations.NullMarked;
