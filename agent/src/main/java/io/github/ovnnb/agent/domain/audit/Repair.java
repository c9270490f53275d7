package io.github.ovnnb.agent.domain.audit;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What puts a repairable port right: just what the agent would do. @param words for a person, beginning with a verb */
public record Repair(PortIdentity port, Optional<PortChange> change, List<AnnotationPatch> patches, String words) {
    public Repair {
        patches = List.copyOf(patches);
    }

    /** Empty if there is nothing wrong any more, or nothing that is safe to do. */
    public static Optional<Repair> of(Look look) {
        boolean repairable = PortAudit.findings(look).stream()
                .anyMatch(finding -> finding.repairable().isPresent());
        if (!repairable) {
            return Optional.empty();
        }
        if (look.plan() instanceof Plan.Drop drop) {
            return Optional.of(new Repair(
                    look.port(),
                    Optional.of(drop.change()),
                    List.of(),
                    "remove port " + look.port() + ", " + drop.fate().reason()));
        }
        return look.plan() instanceof Plan.Bind bind
                ? Optional.of(new Repair(look.port(), bind.change(), bind.patches(), words(look.port(), bind)))
                : Optional.empty();
    }

    private static String words(PortIdentity port, Plan.Bind bind) {
        var place = bind.placement().addresses() + " on " + bind.placement().logicalSwitch();
        var row = bind.change()
                .map(change ->
                        (change instanceof PortChange.Create ? "make port " : "write port ") + port + " with " + place);
        var pods = bind.patches().stream()
                .map(patch -> patch.namespace() + "/" + patch.pod())
                .collect(Collectors.joining(", "));
        var annotations =
                pods.isEmpty() ? Optional.<String>empty() : Optional.of("annotate Pod " + pods + " with " + place);
        return row.flatMap(first -> annotations.map(second -> first + ", " + second))
                .or(() -> row)
                .or(() -> annotations)
                .orElse("look at port " + port);
    }
}
