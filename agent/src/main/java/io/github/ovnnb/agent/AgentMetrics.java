package io.github.ovnnb.agent;

import io.github.ovnnb.agent.domain.AddressBook;
import io.github.ovnnb.agent.domain.SubnetUsage;
import io.github.ovnnb.agent.domain.SubnetUsage.FamilyUsage;
import io.github.ovnnb.agent.reconcile.Figures;
import io.github.ovnnb.agent.reconcile.Reconciler;
import io.github.ovnnb.agent.reconcile.Timer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The agent's own meters. They are drawn up on the reconciler's thread every few seconds, so a scrape neither waits for it nor disturbs it.
 */
final class AgentMetrics {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Reconciler reconciler;
    private final AddressBook book;
    private final Timer timer;
    private final MultiGauge subnets;
    private volatile Figures figures = Figures.NONE;

    /** @param mistakes how many there were that concern no port alone */
    AgentMetrics(MeterRegistry registry, Reconciler reconciler, AddressBook book, Timer timer, LongSupplier mistakes) {
        this.reconciler = reconciler;
        this.book = book;
        this.timer = timer;
        gauge(registry, "ovnnb.ports.queued", "ports to be looked at", Figures::queued);
        gauge(registry, "ovnnb.ports.under.way", "ports with an unanswered transaction or patch", Figures::underWay);
        gauge(registry, "ovnnb.pods.waiting", "Pods that can't be served now", Figures::waiting);
        changes(registry, "bound", Figures::bound);
        changes(registry, "retained", Figures::retained);
        changes(registry, "released", Figures::released);
        changes(registry, "refused", Figures::refused);
        changes(registry, "repeated", Figures::repeated);
        FunctionCounter.builder("ovnnb.mistakes", this, metrics -> metrics.figures.mistakes() + mistakes.getAsLong())
                .description("mistakes in the program, each with an ERROR in the log")
                .register(registry);
        subnets = MultiGauge.builder("ovnnb.subnet.addresses")
                .description("addresses of a subnet that somebody has (using) or that may be given out (available)")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String words, ToDoubleFunction<Figures> figure) {
        Gauge.builder(name, this, metrics -> figure.applyAsDouble(metrics.figures))
                .description(words)
                .register(registry);
    }

    private void changes(MeterRegistry registry, String outcome, ToDoubleFunction<Figures> figure) {
        FunctionCounter.builder("ovnnb.changes", this, metrics -> figure.applyAsDouble(metrics.figures))
                .description("what became of ports, and of attempts to change them")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** On the reconciler's thread, again and again. */
    void look() {
        // First: a mistake in one look must not be the end of all looks.
        timer.after(BETWEEN_LOOKS, this::look);
        figures = reconciler.figures();
        subnets.register(
                reconciler.catalog().all().stream()
                        .flatMap(subnet -> book.usage(subnet).stream())
                        .flatMap(usage -> usage.families().stream().flatMap(family -> rows(usage, family)))
                        .toList(),
                true);
    }

    private static Stream<Row<?>> rows(SubnetUsage usage, FamilyUsage family) {
        return Stream.of(
                row(usage, family, "using", family.usingCount()),
                row(usage, family, "available", family.availableCount()));
    }

    private static Row<?> row(SubnetUsage usage, FamilyUsage family, String state, BigInteger count) {
        var name = family.family().name().toLowerCase(Locale.ROOT);
        return Row.of(Tags.of("subnet", usage.subnet(), "family", name, "state", state), count);
    }
}
