package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what was read. */
class TreeWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "[true,false,null,-1,9223372036854775807,0.5,\"a\\\"b\\\\\\n\"]",
                "{\"a\":{\"b\":[{}]},\"\":\"é€\"}"
            })
    void writesATreeAsJacksonWould(String text) throws IOException {
        var tree = JSON.readTree(text);

        var request = RequestEncoder.request(7, "echo", tree);

        assertThat(new String(request, StandardCharsets.UTF_8)).contains("\"params\":" + JSON.writeValueAsString(tree));
        assertThat(JSON.readTree(RequestEncoder.response(tree, tree)).path("result"))
                .isEqualTo(tree);
    }
}
