package io.github.ovnnb.agent.domain.audit;

import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.Optional;

/**
 * One thing that is wrong.
 *
 * @param subject the port's name, {@code namespace/pod} where there is no port, or {@code Subnet <name>} or {@code IPPool <name>}
 * @param detail the values that make it wrong
 * @param repair what would put it right, and who has to do it
 * @param repairable the port for which carrying out the agent's own plan puts it right and can lose nothing that is wanted
 */
public record Finding(
        String subject, Problem problem, String detail, String repair, Optional<PortIdentity> repairable) {
    static Finding forPeople(String subject, Problem problem, String detail, String repair) {
        return new Finding(subject, problem, detail, repair, Optional.empty());
    }
}
