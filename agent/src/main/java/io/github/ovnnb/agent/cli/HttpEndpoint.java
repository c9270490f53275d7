package io.github.ovnnb.agent.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ovnnb.agent.http.HttpServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} (Prometheus text), {@code /healthz} (the process works) and {@code /readyz} (it serves Pods now, or says what it
 * waits for). Nothing else, and to nobody but GET.
 */
final class HttpEndpoint implements AutoCloseable {
    /** An answer for a probe. */
    record Health(boolean good, String words) {}

    /** Probes and scrapes come one at a time; the others are for who dawdles. */
    static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads = HttpServers.threads("http", THREADS);

    HttpEndpoint(
            AgentConfig.HttpConfig config, Supplier<String> metrics, Supplier<Health> alive, Supplier<Health> ready)
            throws IOException {
        var address = config.address().isEmpty()
                ? new InetSocketAddress(config.port())
                : new InetSocketAddress(InetAddress.getByName(config.address()), config.port());
        server = HttpServers.plain(address);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 404, "not found\n"));
        serve("/metrics", () -> new Health(true, metrics.get()));
        serve("/healthz", alive);
        serve("/readyz", ready);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(String path, Supplier<Health> source) {
        server.createContext(path, exchange -> {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, 404, "not found\n");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, 405, "GET only\n");
            } else {
                var health = source.get();
                answer(exchange, health.good() ? 200 : 503, health.words());
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
