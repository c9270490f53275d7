package io.github.ovnnb.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.Jurisdiction;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final PortIdentity PORT = PortIdentity.of("shop", "db-0");

    private final FewRows rows = new FewRows();
    private final Lookout lookout = new Lookout(new NoPods(), rows, Jurisdiction.everywhere());

    LookoutTest() {
        rows.there.add(new PortFacts(
                new UUID(1, 1),
                PORT.portName(),
                Set.of("s"),
                Set.of("0a:00:00:00:00:01 10.16.0.5"),
                Set.of(),
                Optional.of(PORT),
                Optional.of(new PortOwnership(
                        new StatefulSetMember("db", Optional.of("first"), 0), Optional.of("gone-uid"))),
                ChassisBinding.ANYWHERE,
                "kube-ovn"));
    }

    private static PodFacts memberOf(String setUid) {
        return new PodFacts(
                "shop",
                "db-0",
                "of-" + setUid,
                "1",
                Map.of(),
                Optional.of(new OwnerReference("apps/v1", "StatefulSet", "db", setUid)),
                PodFacts.Phase.PENDING,
                false,
                false,
                "node-1");
    }

    private OwnerFacts ownerOfRowAfterSweeps(PodFacts present) {
        for (int sweep = 0; sweep < 3; sweep++) {
            lookout.sweepBegins();
            lookout.observe(PORT, List.of(present), SubnetCatalog.EMPTY);
        }
        return lookout.observe(PORT, List.of(present), SubnetCatalog.EMPTY).ownerOfRow();
    }

    @Test
    void anAbsentOwnerIsNotGoneWhileThereIsAMemberOfIt() {
        assertThat(ownerOfRowAfterSweeps(memberOf("first"))).isInstanceOf(OwnerFacts.NotSeen.class);
    }

    @Test
    void aMemberThatAnotherOwnerOfTheNameHasLeftBehindDoesNotKeepThePortOfTheFormerOne() {
        assertThat(ownerOfRowAfterSweeps(memberOf("second"))).isInstanceOf(OwnerFacts.Gone.class);
    }
}
