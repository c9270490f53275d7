package io.github.ovnnb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DecisionThreadTest {
    private final DecisionThread thread = new DecisionThread();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Agent.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        thread.shutdownNow();
        logger.detachAppender(lines);
    }

    @Test
    void logsAndCountsAMistakeAndGoesOn() throws Exception {
        thread.execute(() -> {
            throw new IllegalStateException("of a task");
        });
        thread.after(Duration.ZERO, () -> {
            throw new IllegalStateException("of the timer");
        });
        drain();

        assertThat(thread.mistakes()).isEqualTo(2);
        assertThat(lines.list)
                .extracting(line -> line.getThrowableProxy().getMessage())
                .containsExactly("of a task", "of the timer");
        assertThat(lines.list).extracting(line -> line.getLevel().toString()).containsOnly("ERROR");
    }

    @Test
    void countsNeitherWhatWentWellNorWhatWasCancelled() throws Exception {
        thread.execute(() -> {});
        thread.schedule(() -> {}, 1, TimeUnit.HOURS).cancel(false);
        drain();

        assertThat(thread.mistakes()).isZero();
        assertThat(lines.list).isEmpty();
    }

    /** The last of them is counted before the next task begins. */
    private void drain() throws Exception {
        var end = new CompletableFuture<Void>();
        thread.after(Duration.ofMillis(1), () -> end.complete(null));
        end.get(30, TimeUnit.SECONDS);
    }
}
