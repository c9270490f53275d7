package io.github.ovnnb.agent.domain.admission;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.Workload;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who has an address that an applicant asks for.
 *
 * @param row empty for one that is about to be written
 * @param pods that use it now
 */
public record Holder(Optional<PortFacts> row, List<PodFacts> pods) {
    /** What a Deployment or CronJob appends to its name for what it makes. */
    private static final Pattern SUFFIX = Pattern.compile("-[a-z0-9]+");

    public Holder {
        pods = List.copyOf(pods);
    }

    /** Whether it has the address to stay, as far as can be told, and is not the applicant's own. */
    boolean isInTheWayOf(Applicant applicant) {
        if (row.isEmpty()) {
            return false;
        }
        boolean foreign = row.get().ownership().isEmpty();
        boolean retained =
                row.get().ownership().flatMap(owner -> owner.workload().owner()).isPresent();
        boolean inUse = pods.stream().anyMatch(pod -> !pod.deleting() && !pod.isFinished());
        return (foreign || retained || inUse) && !belongsTo(applicant);
    }

    /** By the owner and never by the name of a Pod: successors have the names of those before them, and others have not. */
    private boolean belongsTo(Applicant applicant) {
        boolean sameNamespace = row.flatMap(PortFacts::identity)
                .filter(port -> port.namespace().equals(applicant.namespace()))
                .isPresent();
        return sameNamespace
                && (row.flatMap(PortFacts::ownership)
                                .map(ownership -> ownership.workload())
                                .filter(workload -> isOf(applicant, workload))
                                .isPresent()
                        || pods.stream()
                                .flatMap(pod -> pod.controller().stream())
                                .anyMatch(owner -> isMadeBy(applicant, owner)));
    }

    private static boolean isOf(Applicant applicant, Workload workload) {
        var kind = workload.kind().split("\\.", 2)[0];
        return kind.equals(applicant.kind()) && workload.owner().equals(Optional.of(applicant.name()));
    }

    private static boolean isMadeBy(Applicant applicant, OwnerReference owner) {
        return switch (owner.kind()) {
            case "ReplicaSet" -> isMadeBy(applicant, "Deployment", owner) || isIt(applicant, owner);
            case "Job" -> isMadeBy(applicant, "CronJob", owner) || isIt(applicant, owner);
            case "VirtualMachineInstance" ->
                applicant.kind().equals("VirtualMachine") && applicant.name().equals(owner.name());
            default -> isIt(applicant, owner);
        };
    }

    private static boolean isMadeBy(Applicant applicant, String maker, OwnerReference made) {
        return applicant.kind().equals(maker)
                && made.name().startsWith(applicant.name())
                && SUFFIX.matcher(made.name().substring(applicant.name().length()))
                        .matches();
    }

    private static boolean isIt(Applicant applicant, OwnerReference owner) {
        return applicant.kind().equals(owner.kind()) && applicant.name().equals(owner.name());
    }
}
