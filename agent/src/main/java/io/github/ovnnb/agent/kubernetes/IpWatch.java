package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.IpFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.ReservedIp;
import io.github.ovnnb.agent.reconcile.IpResources;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what IP resources reserve, whenever that changes, and whose record has changed. */
final class IpWatch implements ResourceEventHandler<IpResource> {
    private static final Logger log = LoggerFactory.getLogger(IpWatch.class);

    private final IpResources cache;
    private final Consumer<ReservedIp> reserved;
    private final Consumer<String> notReserved;
    private final RecordListener records;
    private final Map<String, ReservedIp> told = new HashMap<>();
    private boolean complete;

    /** Hears of every port whose IP resource has changed. */
    interface RecordListener extends Consumer<PortIdentity> {}

    IpWatch(IpResources cache, Consumer<ReservedIp> reserved, Consumer<String> notReserved, RecordListener records) {
        this.cache = cache;
        this.reserved = reserved;
        this.notReserved = notReserved;
        this.records = records;
    }

    /** The cache is complete: tells all that is reserved, and from now on each change. */
    synchronized void begin() {
        complete = true;
        cache.all().forEach(facts -> tell(facts.name()));
    }

    /** As the cache has it now: an event may be older. */
    private synchronized void tell(String name) {
        if (!complete) {
            return;
        }
        var now = cache.named(name).flatMap(IpFacts::reservation);
        if (now.isEmpty()) {
            if (told.remove(name) != null) {
                log.info("IP {} reserves nothing any more", name);
                notReserved.accept(name);
            }
        } else if (!now.get().equals(told.put(name, now.get()))) {
            log.info(
                    "IP {} reserves {} on {}", name, now.get().held(), now.get().logicalSwitch());
            reserved.accept(now.get());
        }
    }

    private void changed(IpResource ip) {
        tell(ip.name());
        ip.facts().port().ifPresent(records);
    }

    @Override
    public void onAdd(IpResource ip) {
        changed(ip);
    }

    @Override
    public void onUpdate(IpResource before, IpResource now) {
        changed(now);
    }

    @Override
    public void onDelete(IpResource last, boolean unknown) {
        changed(last);
    }
}
