package io.github.ovnnb.agent.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the agent on this thread logged as an error: by our rule a mistake in the program. */
public final class ProgramMistakes extends AppenderBase<ILoggingEvent> {
    private static final ThreadLocal<Optional<String>> FIRST = ThreadLocal.withInitial(Optional::empty);
    private static final AtomicBoolean installed = new AtomicBoolean();

    private ProgramMistakes() {}

    public static ProgramMistakes watch() {
        var mistakes = new ProgramMistakes();
        FIRST.set(Optional.empty());
        if (installed.compareAndSet(false, true)) {
            var logger = (Logger) LoggerFactory.getLogger("io.github.ovnnb");
            logger.setLevel(Level.ERROR);
            logger.setAdditive(false);
            mistakes.setContext(logger.getLoggerContext());
            mistakes.start();
            logger.addAppender(mistakes);
        }
        return mistakes;
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Another test in this process may have raised the level.
        if (event.getLevel().isGreaterOrEqual(Level.ERROR) && FIRST.get().isEmpty()) {
            FIRST.set(Optional.of(event.getFormattedMessage() + cause(event.getThrowableProxy())));
        }
    }

    private static String cause(@Nullable IThrowableProxy thrown) {
        return thrown == null
                ? ""
                : ": " + thrown.getMessage() + " "
                        + Arrays.stream(thrown.getStackTraceElementProxyArray())
                                .limit(12)
                                .map(Object::toString)
                                .collect(Collectors.joining(" "));
    }

    public Optional<String> first() {
        return FIRST.get();
    }
}
