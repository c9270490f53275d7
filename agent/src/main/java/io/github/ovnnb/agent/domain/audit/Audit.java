package io.github.ovnnb.agent.domain.audit;

import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What is wrong, all in all. The same facts give the same findings in the same order. */
public final class Audit {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::subject)
            .thenComparing(Finding::problem)
            .thenComparing(Finding::detail);

    private Audit() {}

    /**
     * @param rows every row there is, whoever made it
     * @param looks one for each port of ours and each that a Pod needs
     */
    public static List<Finding> of(Collection<PortFacts> rows, Collection<Look> looks) {
        var findings = new ArrayList<>(SharedAddresses.findings(rows));
        looks.forEach(look -> findings.addAll(PortAudit.findings(look)));
        findings.sort(ORDER);
        return List.copyOf(findings);
    }
}
