package io.github.ovnnb.agent.domain.audit;

import io.github.ovnnb.agent.domain.CatalogFault;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.SubnetCatalog;
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
     * @param catalog what addresses there are to give
     */
    public static List<Finding> of(Collection<PortFacts> rows, Collection<Look> looks, SubnetCatalog catalog) {
        var findings = new ArrayList<>(SharedAddresses.findings(rows));
        looks.forEach(look -> findings.addAll(PortAudit.findings(look)));
        CatalogFault.in(catalog)
                .forEach(fault -> findings.add(
                        Finding.forPeople(fault.subject(), problem(fault.kind()), fault.detail(), fault.repair())));
        findings.sort(ORDER);
        return List.copyOf(findings);
    }

    private static Problem problem(CatalogFault.Kind kind) {
        return switch (kind) {
            case SUBNETS_OVERLAP -> Problem.SUBNETS_OVERLAP;
            case POOLS_OVERLAP -> Problem.POOLS_OVERLAP;
            case POOL_WITHOUT_SUBNET -> Problem.NO_SUBNET;
            case POOL_OUTSIDE_SUBNET -> Problem.OUTSIDE_SUBNET;
        };
    }
}
