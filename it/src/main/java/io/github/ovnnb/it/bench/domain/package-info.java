/** What finding and giving back an address costs by itself. */
@NullMarked
package io.github.ovnnb.it.bench.domain;

import org.jspecify.annotations.NullMarked;
