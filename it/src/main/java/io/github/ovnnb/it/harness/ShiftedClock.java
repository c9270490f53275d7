package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of one process, which can be set while it runs; the monotonic clock goes on as it was, as when an administrator or an NTP
 * client sets a machine's time. By libfaketime, which {@code scripts/setup} installs.
 */
public final class ShiftedClock implements AutoCloseable {
    /** Where Debian has the variant for programs with threads. */
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final TemporaryDirectory directory = TemporaryDirectory.create("ovnnb-clock");
    private final Path file = directory.write("shift", "+0\n");

    /** For the process whose clock it is to be. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /** From now on, within a second, the clock is so far ahead of the real one. */
    public void isAhead(Duration shift) {
        try {
            Files.writeString(file, "+" + shift.toSeconds() + "\n");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Path library() {
        try (var found = Files.find(Path.of("/usr/lib"), 3, (path, attributes) -> path.endsWith(LIBRARY))) {
            return found.findFirst().orElseThrow(() -> new IllegalStateException(LIBRARY + " is not installed"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        directory.delete();
    }
}
