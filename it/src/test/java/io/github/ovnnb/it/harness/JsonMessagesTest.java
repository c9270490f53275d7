package io.github.ovnnb.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonMessagesTest {

    private static final List<String> MESSAGES = List.of(
            "{\"id\":1,\"result\":[]}", "{\"a\":\"}\\\"{\\\\\"}", "{\"nested\":{\"b\":[{},{}]}}", "{\"ü\":\"]\"}");

    @Test
    void findsTheEndOfEveryMessageWhereverTheBytesAreSplit() {
        var bytes = String.join("", MESSAGES).getBytes(StandardCharsets.UTF_8);

        for (var piece = 1; piece <= bytes.length; piece++) {
            var messages = new JsonMessages();
            var found = new ArrayList<String>();
            for (var at = 0; at < bytes.length; at += piece) {
                messages.feed(bytes, at, Math.min(bytes.length, at + piece))
                        .forEach(message -> found.add(new String(message, StandardCharsets.UTF_8)));
            }
            assertThat(found).isEqualTo(MESSAGES);
        }
    }
}
