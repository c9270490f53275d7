package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.harness.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Loads an API server from several threads with as little work of its own as possible: plain HTTP/1.1 on connections
 * that stay open, no typed client, because it shares the machine with what it measures.
 */
final class LoadClient {

    /**
     * One request.
     *
     * @param subject what it is about: a Pod's or a namespace's name
     */
    record Call(String subject, String method, String path, String contentType, String body) {}

    private final Kubeconfig identity;
    private final int threads;
    private final HttpClient http;

    LoadClient(Kubeconfig identity, int threads) {
        this.identity = identity;
        this.threads = threads;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(identity))
                .build();
    }

    /**
     * Sends all calls as fast as the threads go and returns how long it took.
     *
     * @throws IllegalStateException when one was refused
     */
    Duration sendAll(List<Call> calls) {
        return sendAll(calls, call -> {});
    }

    /** The same, and tells of each call just before it is sent, on the thread that sends it. */
    Duration sendAll(List<Call> calls, Consumer<Call> beforeSending) {
        var waiting = new ConcurrentLinkedQueue<>(calls);
        var pool = Executors.newFixedThreadPool(threads);
        var begin = System.nanoTime();
        try {
            var workers = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(number -> pool.submit(() -> drain(waiting, beforeSending)))
                    .toList();
            for (var worker : workers) {
                worker.get();
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted under load", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the load met " + failed.getCause(), failed);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The body of a response. */
    String get(String path) {
        var response = exchange(requestTo(path).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": status " + response.statusCode());
        }
        return response.body();
    }

    /** The lines of a response that goes on, such as a watch. */
    Stream<String> lines(String path) {
        var response = exchange(requestTo(path).build(), HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": status " + response.statusCode());
        }
        return response.body();
    }

    private void drain(ConcurrentLinkedQueue<Call> waiting, Consumer<Call> beforeSending) {
        for (var call = waiting.poll(); call != null; call = waiting.poll()) {
            beforeSending.accept(call);
            var response = exchange(request(call), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(call.method() + " " + call.path() + ": status " + response.statusCode()
                        + " " + response.body());
            }
        }
    }

    private HttpRequest request(Call call) {
        return requestTo(call.path())
                .header("Content-Type", call.contentType())
                .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()))
                .build();
    }

    private HttpRequest.Builder requestTo(String path) {
        return HttpRequest.newBuilder(URI.create(identity.server() + path))
                .header("Authorization", "Bearer " + identity.token());
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted under load", interrupted);
        }
    }

    private static SSLContext trusting(Kubeconfig identity) {
        try (var pem = Files.newInputStream(identity.certificateAuthority())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException("cannot trust " + identity.certificateAuthority(), unusable);
        }
    }
}
