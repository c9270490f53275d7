package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PoolSpec;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what users wrote into Subnets or IPPools, and hands out all that could be read when it differs. One that can't be read is left out, or
 * stays what it last was; the others are not held up by it.
 *
 * @param <R> the resource
 * @param <S> what is written in it
 * @param <T> what that means
 */
final class SpecWatch<R extends PartialResource, S, T> implements ResourceEventHandler<R> {
    private static final Logger log = LoggerFactory.getLogger(SpecWatch.class);

    private final Supplier<Collection<R>> resources;
    private final Function<R, S> written;
    private final Function<S, Reading<T>> reader;
    private final Consumer<Set<T>> changed;
    private Map<String, Known<S, T>> known = new HashMap<>();
    private Optional<Set<T>> published = Optional.empty();
    private boolean complete;

    /** @param fault empty text if there is a value */
    private record Reading<T>(Optional<T> value, String fault) {}

    /** @param good what it is, or last was when {@code spec} can't be read */
    private record Known<S, T>(S spec, Optional<T> good) {}

    private SpecWatch(
            Supplier<Collection<R>> resources,
            Function<R, S> written,
            Function<S, Reading<T>> reader,
            Consumer<Set<T>> changed) {
        this.resources = resources;
        this.written = written;
        this.reader = reader;
        this.changed = changed;
    }

    /** @param subnets all there are now */
    static SpecWatch<SubnetResource, SubnetSpec, Subnet> ofSubnets(
            Supplier<Collection<SubnetResource>> subnets, Consumer<Set<Subnet>> changed) {
        return new SpecWatch<>(
                subnets,
                SubnetResource::spec,
                spec -> spec.read() instanceof SubnetSpec.Good good
                        ? new Reading<>(Optional.of(good.subnet()), "")
                        : new Reading<>(Optional.empty(), ((SubnetSpec.Bad) spec.read()).message()),
                changed);
    }

    /** @param pools all there are now */
    static SpecWatch<PoolResource, PoolSpec, Pool> ofPools(
            Supplier<Collection<PoolResource>> pools, Consumer<Set<Pool>> changed) {
        return new SpecWatch<>(
                pools,
                PoolResource::spec,
                spec -> spec.read() instanceof PoolSpec.Good good
                        ? new Reading<>(Optional.of(good.pool()), "")
                        : new Reading<>(Optional.empty(), ((PoolSpec.Bad) spec.read()).message()),
                changed);
    }

    /** The cache is complete: from now on each change is told. */
    synchronized void begin() {
        complete = true;
        refresh();
    }

    private synchronized void refresh() {
        if (!complete) {
            return;
        }
        var now = new HashMap<String, Known<S, T>>();
        resources.get().forEach(resource -> now.put(resource.name(), read(resource.name(), written.apply(resource))));
        known = now;
        var good = now.values().stream().flatMap(one -> one.good().stream()).collect(Collectors.toUnmodifiableSet());
        if (!published.equals(Optional.of(good))) {
            published = Optional.of(good);
            changed.accept(good);
        }
    }

    private Known<S, T> read(String name, S spec) {
        var before = Optional.ofNullable(known.get(name));
        if (before.filter(same -> same.spec().equals(spec)).isPresent()) {
            return before.get();
        }
        var reading = reader.apply(spec);
        if (reading.value().isPresent()) {
            return new Known<>(spec, reading.value());
        }
        var lastGood = before.flatMap(Known::good);
        log.error(
                "{}; {}",
                reading.fault(),
                lastGood.isPresent() ? "going on with what it was before" : "doing without it until it is corrected");
        return new Known<>(spec, lastGood);
    }

    @Override
    public void onAdd(R resource) {
        refresh();
    }

    @Override
    public void onUpdate(R before, R now) {
        // Each address given out changes some status, and that is no news.
        if (!written.apply(now).equals(written.apply(before))) {
            refresh();
        }
    }

    @Override
    public void onDelete(R last, boolean unknown) {
        refresh();
    }
}
