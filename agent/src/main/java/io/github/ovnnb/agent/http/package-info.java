/** HTTP servers that no single client can hold up. */
@NullMarked
package io.github.ovnnb.agent.http;

import org.jspecify.annotations.NullMarked;
