package io.github.ovnnb.agent.kubernetes;

import io.github.ovnnb.agent.domain.CatalogFault;
import io.github.ovnnb.agent.domain.NodeAddresses;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PoolCatalog;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts together what is known of subnets, pools and nodes, each of which comes from another watch, and hands it out as one whenever anything
 * of it has changed. Says once what does not fit together.
 */
final class CatalogPublisher {
    private static final Logger log = LoggerFactory.getLogger(CatalogPublisher.class);

    private final Consumer<SubnetCatalog> destination;
    private Parts parts = new Parts(Set.of(), Set.of(), NodeAddresses.NONE);
    private Optional<Parts> published = Optional.empty();
    private Set<CatalogFault> faults = Set.of();
    private boolean complete;

    private record Parts(Set<Subnet> subnets, Set<Pool> pools, NodeAddresses nodes) {}

    CatalogPublisher(Consumer<SubnetCatalog> destination) {
        this.destination = destination;
    }

    synchronized void subnetsAre(Collection<Subnet> subnets) {
        parts = new Parts(Set.copyOf(subnets), parts.pools(), parts.nodes());
        publish();
    }

    synchronized void poolsAre(Collection<Pool> pools) {
        parts = new Parts(parts.subnets(), Set.copyOf(pools), parts.nodes());
        publish();
    }

    synchronized void nodesAre(NodeAddresses nodes) {
        parts = new Parts(parts.subnets(), parts.pools(), nodes);
        publish();
    }

    /** Everything has been said once. */
    synchronized void begin() {
        complete = true;
        publish();
    }

    private void publish() {
        if (!complete || published.equals(Optional.of(parts))) {
            return;
        }
        published = Optional.of(parts);
        var catalog = new SubnetCatalog(parts.subnets(), new PoolCatalog(parts.pools()), parts.nodes());
        var now = Set.copyOf(CatalogFault.in(catalog));
        var news = new HashSet<>(now);
        news.removeAll(faults);
        news.forEach(fault -> log.warn("{}: {}; {}", fault.subject(), fault.detail(), fault.repair()));
        faults = now;
        destination.accept(catalog);
    }
}
