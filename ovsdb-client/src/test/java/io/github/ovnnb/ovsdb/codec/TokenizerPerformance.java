package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Our tokenizer or Jackson's over the same recorded bytes: {@code TokenizerPerformance ours|jackson FILE}. One per JVM, because the
 * first round, cold, is the one that counts.
 */
public final class TokenizerPerformance {
    private static final int CHUNK = 1 << 16;

    private TokenizerPerformance() {}

    public static void main(String[] arguments) throws IOException {
        var bytes = Files.readAllBytes(Path.of(arguments[1]));
        for (int round = 0; round < 5; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            if (arguments[0].equals("ours")) {
                ours(bytes);
            } else {
                jackson(bytes);
            }
            long time = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            System.out.printf("figure tokens_%s_thread_cpu %.1f ms%n", arguments[0], time / 1e6);
        }
    }

    private static void ours(byte[] bytes) {
        var tokenizer = new JsonTokenizer(new IgnoredValue(), JsonLimits.DEFAULT);
        for (int from = 0; from < bytes.length; from += CHUNK) {
            tokenizer.feed(bytes, from, Math.min(bytes.length, from + CHUNK));
        }
    }

    /** With the names and strings, as it gives them. */
    private static void jackson(byte[] bytes) throws IOException {
        var factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        long characters = 0;
        try (var parser = factory.createNonBlockingByteArrayParser()) {
            var feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            for (int from = 0; from < bytes.length; from += CHUNK) {
                feeder.feedInput(bytes, from, Math.min(bytes.length, from + CHUNK));
                for (var token = parser.nextToken(); token != JsonToken.NOT_AVAILABLE; token = parser.nextToken()) {
                    characters += token.isScalarValue() || token == JsonToken.FIELD_NAME
                            ? parser.getText().length()
                            : 0;
                }
            }
        }
        if (characters == 0) {
            throw new IllegalStateException("nothing was read");
        }
    }
}
