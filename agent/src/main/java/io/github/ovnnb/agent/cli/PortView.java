package io.github.ovnnb.agent.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.ovnnb.agent.domain.OwnerStanding;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port as {@code ports} prints it.
 *
 * @param keptAfter for a retained port what has become of its owner, which no longer counts on it; absent while it does
 * @param state {@code bound}: a Pod uses it; {@code retained}: it waits for its owner's next Pod; {@code foreign}: not ours
 */
@JsonInclude(Include.NON_NULL)
record PortView(
        String port,
        String uuid,
        List<String> switches,
        List<String> addresses,
        List<String> portSecurity,
        @Nullable String namespace,
        @Nullable String pod,
        @Nullable Owner owner,
        String state,
        @Nullable String keptAfter) {
    @JsonInclude(Include.NON_NULL)
    record Owner(String kind, String name, @Nullable String uid) {}

    static PortView of(PortFacts port) {
        return new PortView(
                port.name(),
                port.row().toString(),
                port.logicalSwitches().stream().sorted().toList(),
                port.addresses().stream().sorted().toList(),
                port.portSecurity().stream().sorted().toList(),
                port.identity().map(PortIdentity::namespace).orElse(null),
                port.identity().map(PortIdentity::instance).orElse(null),
                port.identity()
                        .flatMap(identity -> port.ownership().map(ownership -> owner(identity, ownership)))
                        .orElse(null),
                port.ownership().map(PortView::state).orElse("foreign"),
                port.ownership()
                        .flatMap(PortOwnership::keptAfter)
                        .map(OwnerStanding::toString)
                        .orElse(null));
    }

    private static Owner owner(PortIdentity identity, PortOwnership ownership) {
        var workload = ownership.workload();
        return new Owner(
                workload.kind(),
                workload.owner().orElse(identity.instance()),
                workload.ownerUid().or(ownership::podUid).orElse(null));
    }

    private static String state(PortOwnership ownership) {
        return ownership.podUid().isPresent() || ownership.workload() instanceof Workload.Standalone
                ? "bound"
                : "retained";
    }

    @JsonIgnore
    String stateText() {
        return keptAfter == null ? state : state + ", owner " + keptAfter;
    }

    @JsonIgnore
    String ownerText() {
        return owner == null ? "" : owner.kind() + "/" + owner.name();
    }
}
