package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.Pool;
import io.github.ovnnb.agent.domain.PoolUsage;
import io.github.ovnnb.agent.domain.SubnetCatalog;
import io.github.ovnnb.agent.domain.SubnetUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells how much of each subnet and of each of its pools is used, some time after it has changed and however often it has meanwhile. Serving Pods never waits for it.
 * Confined to the reconciler's thread.
 */
public final class SubnetReporter {
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

    /** Where it is told. */
    public interface Destination {
        /** Never fails: completes with whether it is written. */
        CompletionStage<Boolean> write(SubnetUsage usage);

        /** The same of a pool. */
        CompletionStage<Boolean> write(PoolUsage usage);
    }

    private final AddressBook book;
    private final Supplier<SubnetCatalog> catalog;
    private final Destination destination;
    private final Timer timer;
    private final Executor thread;
    private final Set<String> due = new HashSet<>();
    private final Map<String, SubnetUsage> written = new HashMap<>();
    private final Map<String, PoolUsage> writtenOfPools = new HashMap<>();
    private int generation;

    public SubnetReporter(
            AddressBook book, Supplier<SubnetCatalog> catalog, Destination destination, Timer timer, Executor thread) {
        this.book = book;
        this.catalog = catalog;
        this.destination = destination;
        this.timer = timer;
        this.thread = thread;
    }

    /** Begins with all of them: what stands there may be another agent's word. */
    public void start() {
        generation++;
        written.clear();
        writtenOfPools.clear();
        catalog.get().all().forEach(subnet -> due.add(subnet.name()));
        later(generation);
    }

    public void stop() {
        generation++;
    }

    private void later(int myGeneration) {
        timer.after(BETWEEN_REPORTS, () -> {
            if (myGeneration == generation) {
                // First: a mistake in one report must not be the end of all reports.
                later(myGeneration);
                report();
            }
        });
    }

    private void report() {
        due.addAll(book.takeChanged());
        for (var name : List.copyOf(due)) {
            due.remove(name);
            catalog.get().named(name).flatMap(book::usage).ifPresent(usage -> {
                report(name, name, usage, written, destination::write);
                catalog.get().pools().ofSubnet(name).forEach(this::report);
            });
        }
    }

    private void report(Pool pool) {
        book.usage(pool)
                .ifPresent(usage -> report(pool.subnet(), pool.name(), usage, writtenOfPools, destination::write));
    }

    private <U> void report(
            String subnet, String key, U usage, Map<String, U> known, Function<U, CompletionStage<Boolean>> write) {
        if (usage.equals(known.get(key))) {
            return;
        }
        known.put(key, usage);
        var unused = write.apply(usage)
                .whenComplete((done, failure) -> thread.execute(() -> {
                    if (failure != null || !done) {
                        known.remove(key);
                        due.add(subnet);
                    }
                }));
    }
}
