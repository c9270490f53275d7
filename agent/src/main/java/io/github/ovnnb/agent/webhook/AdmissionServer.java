package io.github.ovnnb.agent.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.ovnnb.agent.domain.admission.Applicant;
import io.github.ovnnb.agent.domain.admission.Verdict;
import io.github.ovnnb.agent.http.HttpServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the API server's {@code POST /validate} over HTTPS. Whatever goes wrong with an answer is an HTTP error, and the configuration's
 * {@code failurePolicy} says what that means.
 */
public final class AdmissionServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdmissionServer.class);
    private static final String PATH = "/validate";
    /** An object may have 1.5 MiB in etcd, and an update comes with the one from before. */
    private static final int LARGEST_REVIEW = 8 << 20;

    static final int THREADS = 8;
    /** Shorter than the API server waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Who knows whether an applicant could get its addresses. */
    public interface Judge {
        CompletionStage<Verdict> judge(Applicant applicant);
    }

    private record Answer(int status, String type, byte[] body) {
        static Answer error(int status, String words) {
            return new Answer(status, "text/plain; charset=utf-8", (words + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Judge judge;
    private final MeterRegistry registry;
    private final HttpsServer server;
    private final ExecutorService threads = HttpServers.threads("webhook", THREADS);

    /**
     * Listens from now on.
     *
     * @param port 0 for any free one
     * @throws CertificateUnusable if there is none in the files
     * @throws IOException if nobody may listen there
     */
    public AdmissionServer(int port, Path certificate, Path privateKey, Judge judge, MeterRegistry registry)
            throws IOException {
        this.judge = judge;
        this.registry = registry;
        var files = new ServerCertificate(certificate, privateKey);
        var problem = files.problem();
        if (problem.isPresent()) {
            throw new CertificateUnusable(problem.get());
        }
        server = HttpServers.secure(new InetSocketAddress(port));
        server.setHttpsConfigurator(new HttpsConfigurator(new FreshSslContext(files::current)));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The message is one line for the user. */
    public static final class CertificateUnusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        CertificateUnusable(String message) {
            super(message, null, false, false);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return Answer.error(404, "only " + PATH + " is served here");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.error(405, "POST only");
        }
        var body = exchange.getRequestBody().readNBytes(LARGEST_REVIEW + 1);
        if (body.length > LARGEST_REVIEW) {
            return Answer.error(413, "more than " + LARGEST_REVIEW + " bytes");
        }
        try {
            return answer(AdmissionReview.read(body));
        } catch (AdmissionReview.NotAReview notAReview) {
            return Answer.error(400, String.valueOf(notAReview.getMessage()));
        } catch (RuntimeException mistake) {
            log.error("a mistake in the program; the API server was told to go on without us", mistake);
            return Answer.error(500, "a mistake in the program, see the log of the webhook");
        }
    }

    private Answer answer(AdmissionReview review) {
        var applicant = review.applicant();
        try {
            var verdict = applicant.isPresent()
                    ? judge.judge(applicant.get()).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    : Verdict.FINE;
            verdict.refusal().ifPresent(why -> log.info("refused {}: {}", review, why.message()));
            count(verdict.refusal().isPresent() ? "refused" : "allowed");
            return new Answer(200, "application/json", review.answer(verdict));
        } catch (ExecutionException mistake) {
            throw new IllegalStateException("no verdict on " + review, mistake);
        } catch (TimeoutException tooLate) {
            count("late");
            return Answer.error(503, "no verdict within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Answer.error(503, "closing");
        }
    }

    private void count(String answer) {
        registry.counter("ovnnb.admission.reviews", "answer", answer).increment();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
