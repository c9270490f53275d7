package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.Workload;
import java.util.Collection;
import java.util.List;

/** A cluster without any; or with as much as a test adds to it. */
class NoPods implements Observer {
    @Override
    public List<PodFacts> pods(PortIdentity port) {
        return List.of();
    }

    @Override
    public OwnerFacts owner(String namespace, Workload workload) {
        return new OwnerFacts.NotSeen();
    }

    @Override
    public List<Subnet> subnets(String namespace, SubnetCatalog catalog) {
        return List.of();
    }

    @Override
    public Collection<PortIdentity> ports() {
        return List.of();
    }
}
