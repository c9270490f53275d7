package io.github.ovnnb.ovsdb;

import static io.github.ovnnb.ovsdb.NorthboundScript.PORT_A;
import static io.github.ovnnb.ovsdb.NorthboundScript.STANDALONE;
import static io.github.ovnnb.ovsdb.NorthboundScript.bringIntoStep;
import static io.github.ovnnb.ovsdb.NorthboundScript.initial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.session.ScriptedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final ScriptedServers servers = new ScriptedServers();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsWhatBecameOfTransactionsAndConnections() {
        var client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .meterRegistry(registry)
                .build());
        var started = client.start();
        var server = servers.accept();
        bringIntoStep(server, STANDALONE, initial(PORT_A, "a"));
        assertThat(started).isCompleted();
        var first = client.transact(List.of());
        servers.loop.advance(Duration.ofMillis(20));
        server.reply(server.expect("transact"), "[]");
        var second = client.transact(List.of());
        server.expect("transact");
        assertThat(gauge("ovsdb.client.transactions.inflight")).isEqualTo(1);
        assertThat(gauge("ovsdb.client.synced")).isEqualTo(1);
        assertThat(gauge("ovsdb.client.rows")).isEqualTo(1);
        server.hangUp("closed by the server");
        servers.loop.advance(Duration.ofMillis(500));

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(transactions("committed")).isEqualTo(1);
        assertThat(transactions("unknown")).isEqualTo(1);
        assertThat(registry.get("ovsdb.client.transactions")
                        .tag("outcome", "committed")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(20);
        assertThat(registry.get("ovsdb.client.disconnects").counter().count()).isEqualTo(1);
        assertThat(registry.get("ovsdb.client.synchronizations")
                        .tag("resumed", "false")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("ovsdb.client.received").counter().count()).isPositive();
        assertThat(gauge("ovsdb.client.synced")).isZero();
        assertThat(gauge("ovsdb.client.last.activity.seconds")).isEqualTo(0.5);
    }

    @Test
    void countsWhatWasNotSentAndWhatWasResumed() {
        var client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .meterRegistry(registry)
                .build());
        var unused = client.start();
        var notSent = client.transact(List.of(), Duration.ofSeconds(1));
        servers.loop.advance(Duration.ofSeconds(1));
        var first = servers.accept();
        bringIntoStep(first, NorthboundScript.LEADER, initial(PORT_A, "a"));
        first.hangUp("closed by the server");
        servers.loop.advance(Duration.ofSeconds(1));
        var second = servers.accept();
        NorthboundScript.identify(second, NorthboundScript.LEADER);
        NorthboundScript.giveSchema(second);
        second.reply(second.expect("monitor_cond_since"), "[true,\"" + NorthboundScript.NO_TRANSACTION + "\",{}]");

        assertThat(notSent).isCompleted();
        assertThat(transactions("not_sent")).isEqualTo(1);
        assertThat(registry.get("ovsdb.client.synchronizations")
                        .tag("resumed", "true")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aClosedClientIsObservedNoMore() {
        var client = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .meterRegistry(registry)
                .build());

        client.close();
        servers.loop.run();

        assertThat(registry.find("ovsdb.client.synced").gauge()).isNull();
    }

    @Test
    void theGaugesStayWhileOneOfSeveralClientsIsOpen() {
        var first = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .meterRegistry(registry)
                .build());
        var second = OvsdbClient.create(NorthboundScript.options(servers, "tcp:a:1")
                .meterRegistry(registry)
                .build());
        var unused = second.start();
        bringIntoStep(servers.accept(), STANDALONE, initial(PORT_A, "a"));
        assertThat(gauge("ovsdb.client.rows")).as("of the first").isZero();

        first.close();
        servers.loop.run();
        assertThat(gauge("ovsdb.client.rows")).isEqualTo(1);
        second.close();
        servers.loop.run();

        assertThat(registry.find("ovsdb.client.rows").gauge()).isNull();
    }

    @Test
    @SuppressWarnings("resource") // The client's threads may still load classes while they end.
    void nobodyNeedsMicrometerToUseTheClient() throws Exception {
        var withoutMicrometer = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("micrometer"))
                .map(MetricsTest::url)
                .toArray(URL[]::new);
        var loader = new URLClassLoader(withoutMicrometer, ClassLoader.getPlatformClassLoader());
        assertThatThrownBy(() -> loader.loadClass("io.micrometer.core.instrument.MeterRegistry"))
                .isInstanceOf(ClassNotFoundException.class);

        var life = Class.forName(ShortLife.class.getName(), true, loader).getMethod("live");

        assertThat(life.invoke(null)).isEqualTo("NotStarted[]");
    }

    /** Runs in a class loader of its own. */
    public static final class ShortLife {
        private ShortLife() {}

        public static String live() {
            try (var client = OvsdbClient.create(OvsdbClientOptions.builder()
                    .remotes("tcp:127.0.0.1:1")
                    .database("OVN_Northbound")
                    .build())) {
                return client.status().toString();
            }
        }
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private long transactions(String outcome) {
        return registry.get("ovsdb.client.transactions")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private static URL url(String path) {
        try {
            return new File(path).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
