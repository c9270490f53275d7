package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the catalog of subnets from the Subnets there are, and hands out a new one when it differs. A Subnet that can't be read is left out,
 * or stays what it last was; the others are not held up by it.
 */
final class SubnetWatch implements ResourceEventHandler<SubnetResource> {
    private static final Logger log = LoggerFactory.getLogger(SubnetWatch.class);

    /** @param good what it is, or last was when {@code spec} can't be read */
    private record Known(SubnetSpec spec, Optional<Subnet> good) {}

    private final Supplier<Collection<SubnetResource>> subnets;
    private final Consumer<SubnetCatalog> changed;
    private Map<String, Known> known = new HashMap<>();
    private Optional<Set<Subnet>> published = Optional.empty();
    private boolean complete;

    /** @param subnets all there are now */
    SubnetWatch(Supplier<Collection<SubnetResource>> subnets, Consumer<SubnetCatalog> changed) {
        this.subnets = subnets;
        this.changed = changed;
    }

    /** The cache is complete: from now on each change gives a catalog. */
    synchronized void begin() {
        complete = true;
        refresh();
    }

    private synchronized void refresh() {
        if (!complete) {
            return;
        }
        var now = new HashMap<String, Known>();
        subnets.get().forEach(subnet -> now.put(subnet.name(), read(subnet.spec())));
        known = now;
        var good = now.values().stream().flatMap(one -> one.good().stream()).collect(Collectors.toUnmodifiableSet());
        if (!published.equals(Optional.of(good))) {
            published = Optional.of(good);
            changed.accept(new SubnetCatalog(good));
        }
    }

    private Known read(SubnetSpec spec) {
        var before = Optional.ofNullable(known.get(spec.name()));
        if (before.filter(same -> same.spec().equals(spec)).isPresent()) {
            return before.get();
        }
        var reading = spec.read();
        if (reading instanceof SubnetSpec.Good good) {
            return new Known(spec, Optional.of(good.subnet()));
        }
        var lastGood = before.flatMap(Known::good);
        log.error(
                "{}; {}",
                ((SubnetSpec.Bad) reading).message(),
                lastGood.isPresent() ? "going on with what it was before" : "doing without it until it is corrected");
        return new Known(spec, lastGood);
    }

    @Override
    public void onAdd(SubnetResource subnet) {
        refresh();
    }

    @Override
    public void onUpdate(SubnetResource before, SubnetResource now) {
        // Each address given out changes some Subnet's status, and that is no news.
        if (!now.spec().equals(before.spec())) {
            refresh();
        }
    }

    @Override
    public void onDelete(SubnetResource last, boolean unknown) {
        refresh();
    }
}
