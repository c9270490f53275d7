package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.CharRangeList;
import org.junit.jupiter.api.Test;

/** Jackson reads what is written here. */
class JsonWriterTest {

    @Property
    void anyStringIsReadAsItWas(
            @ForAll
                    @CharRangeList({
                        @CharRange(from = '\u0001', to = '\u00ff'),
                        @CharRange(from = '\u0700', to = '\u0900'),
                        @CharRange(from = '\ue000', to = '\uffff')
                    })
                    String text) {
        assertThat(Examples.json(written(json -> json.string(text))).textValue())
                .isEqualTo(text);
    }

    @Property
    void anyUuidIsWrittenAsItsString(@ForAll long most, @ForAll long least) {
        var uuid = new UUID(most, least);

        assertThat(text(json -> json.string(uuid))).isEqualTo("\"" + uuid + "\"");
    }

    @Test
    void commasStandBetweenValuesAndNowhereElse() {
        assertThat(text(json -> {
                    json.startArray();
                    json.startObject();
                    json.name("a");
                    json.number(Long.MIN_VALUE);
                    json.name("b\"");
                    json.startArray();
                    json.endArray();
                    json.endObject();
                    json.bool(true);
                    json.nul();
                    json.number(0.5);
                    json.startObject();
                    json.endObject();
                    json.endArray();
                }))
                .isEqualTo("[{\"a\":-9223372036854775808,\"b\\\"\":[]},true,null,0.5,{}]");
    }

    @Test
    void whatIsNotAsciiBecomesUtf8AndControlsAreEscaped() {
        assertThat(text(json -> json.string("é€\ud83d\ude00\u007f"))).isEqualTo("\"é€\ud83d\ude00\u007f\"");
        assertThat(text(json -> json.string("\\\n\r\t\b\u001f"))).isEqualTo("\"\\\\\\n\\r\\t\\u0008\\u001f\"");
    }

    @Test
    void halfOfASurrogatePairIsRefused() {
        for (var half : new String[] {"a\ud83d", "\ud83dx", "\ude00"}) {
            assertThatThrownBy(() -> text(json -> json.string(half))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] written(Consumer<JsonWriter> writing) {
        var json = new JsonWriter(4);
        writing.accept(json);
        return json.taken();
    }

    private static String text(Consumer<JsonWriter> writing) {
        return new String(written(writing), StandardCharsets.UTF_8);
    }
}
