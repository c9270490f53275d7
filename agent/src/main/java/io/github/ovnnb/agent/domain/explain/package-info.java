/** Why a Pod has its address, or why it has none, in words. */
@NullMarked
package io.github.ovnnb.agent.domain.explain;

import org.jspecify.annotations.NullMarked;
