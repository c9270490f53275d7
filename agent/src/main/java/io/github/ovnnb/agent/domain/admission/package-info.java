/** Whether what somebody wants to apply could ever get its addresses, by the rules that will give them. */
@NullMarked
package io.github.ovnnb.agent.domain.admission;

import org.jspecify.annotations.NullMarked;
