package io.github.ovnnb.it.bench.domain;

import io.github.ovnnb.agent.domain.FreeAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.it.bench.Figures;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What an address costs, by itself and with the whole decision around it, beside the plainest ways to do it and beside an empty subnet.
 * usage: DomainBench; the figures are nanoseconds an operation, ratios and bytes.
 */
final class DomainBench {
    private final Figures figures = new Figures(System.out, "");
    private final Map<String, Double> nanoseconds = new HashMap<>();

    private DomainBench() {}

    public static void main(String... arguments) throws RunnerException {
        var bench = new DomainBench();
        bench.runSpaces();
        bench.runDecisions();
        bench.weigh();
    }

    private void runSpaces() throws RunnerException {
        spaces("agent", List.of(Scenario.values()));
        spaces("bitset", named("NET16"));
        spaces("tree", List.of(Scenario.NET16_HALF_FRAGMENTED, Scenario.NET8_EMPTY, Scenario.NET8_HALF_MILLION_HOLES));
        for (var operation : List.of("allocate", "release")) {
            named("NET16").forEach(scenario -> ratio(operation, "agent", scenario, "bitset", scenario));
            ratio(operation, "agent", Scenario.NET8_HALF_MILLION_HOLES, "tree", Scenario.NET8_HALF_MILLION_HOLES);
            named("NET8").forEach(scenario -> ratio(operation, "agent", scenario, "agent", Scenario.NET8_EMPTY));
            named("NET64").forEach(scenario -> ratio(operation, "agent", scenario, "agent", Scenario.NET64_EMPTY));
            ratio(operation, "tree", Scenario.NET8_HALF_MILLION_HOLES, "tree", Scenario.NET8_EMPTY);
        }
    }

    private void runDecisions() throws RunnerException {
        var scenarios = List.of(
                Scenario.NET16_EMPTY,
                Scenario.NET16_99_FRAGMENTED,
                Scenario.NET8_EMPTY,
                Scenario.NET8_HALF_MILLION_TAKEN,
                Scenario.NET64_EMPTY,
                Scenario.NET64_MILLION_SEQUENTIAL);
        run(PodBench.class, "pod", scenarios, Map.of());
        for (var operation : List.of("decide", "release")) {
            ratio(operation, "pod", Scenario.NET16_99_FRAGMENTED, "pod", Scenario.NET16_EMPTY);
            ratio(operation, "pod", Scenario.NET8_HALF_MILLION_TAKEN, "pod", Scenario.NET8_EMPTY);
            ratio(operation, "pod", Scenario.NET64_MILLION_SEQUENTIAL, "pod", Scenario.NET64_EMPTY);
        }
    }

    private static List<Scenario> named(String prefix) {
        return Stream.of(Scenario.values())
                .filter(scenario -> scenario.name().startsWith(prefix + "_"))
                .toList();
    }

    private void spaces(String implementation, List<Scenario> scenarios) throws RunnerException {
        run(SpaceBench.class, implementation, scenarios, Map.of("implementation", implementation));
    }

    private void run(Class<?> benchmark, String subject, List<Scenario> scenarios, Map<String, String> parameters)
            throws RunnerException {
        var options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .param("scenario", scenarios.stream().map(Scenario::name).toArray(String[]::new));
        parameters.forEach(options::param);
        for (var result : new Runner(options.build()).run()) {
            var scenario = Scenario.valueOf(result.getParams().getParam("scenario"));
            var key = key(result.getPrimaryResult().getLabel(), subject, scenario);
            double value = result.getPrimaryResult().getScore();
            nanoseconds.put(key, value);
            figures.print(key, value, "ns");
        }
    }

    private static String key(String operation, String subject, Scenario scenario) {
        return operation + "_" + subject + "_" + scenario.words();
    }

    private void ratio(String operation, String subject, Scenario of, String peer, Scenario to) {
        var one = key(operation, subject, of);
        var other = key(operation, peer, to);
        if (!one.equals(other)) {
            figures.print("ratio_" + one + "_to_" + other, measured(one) / measured(other), "ratio");
        }
    }

    private double measured(String key) {
        return nanoseconds.getOrDefault(key, Double.NaN);
    }

    // ---- memory --------------------------------------------------------------------------------------------------

    /** Of a /64: what each taken address adds, to the record of free ones alone and to the book with port names and MACs. */
    private void weigh() {
        for (var scenario : List.of(Scenario.NET64_MILLION_SEQUENTIAL, Scenario.NET64_MILLION_FRAGMENTED)) {
            perAddress("free_", scenario, () -> filled(scenario));
            perAddress("book_", scenario, () -> FilledBook.of(scenario));
        }
        figures.print("bytes_free_net64_empty", heldBy(() -> filled(Scenario.NET64_EMPTY)), "bytes");
    }

    private void perAddress(String what, Scenario scenario, Supplier<Object> maker) {
        figures.print(
                "bytes_per_address_" + what + scenario.words(), heldBy(maker) / (double) scenario.taken(), "bytes");
    }

    private static Object filled(Scenario scenario) {
        var network = scenario.cidr().network();
        var free = new FreeAddresses(scenario.cidr(), List.of());
        scenario.forEachTaken(
                offset -> free.take(new IpAddress(network.family(), network.high(), network.low() + offset)));
        return free;
    }

    private static long heldBy(Supplier<Object> maker) {
        long before = used();
        var made = maker.get();
        long after = used();
        Reference.reachabilityFence(made);
        return Math.max(0, after - before);
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        // The first may leave what only finalizers and references kept.
        for (int i = 0; i < 3; i++) {
            runtime.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
