package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Our tokenizer against Jackson, which wrote the text. */
class JsonTokenizerPropertyTest {
    private static final JsonMapper PLAIN = JsonMapper.builder().build();
    private static final JsonMapper ESCAPED =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Property(tries = 500)
    void readsWhatJacksonWroteHoweverItIsCut(
            @ForAll("trees") JsonNode tree,
            @ForAll boolean escaped,
            @ForAll boolean pretty,
            @ForAll @IntRange(min = 1, max = 40) int size)
            throws JsonProcessingException {
        var mapper = escaped ? ESCAPED : PLAIN;
        var text = (pretty ? mapper.writerWithDefaultPrettyPrinter() : mapper.writer()).writeValueAsString(tree);
        var bytes = (text + " ").getBytes(StandardCharsets.UTF_8);
        var reader = new JsonTreeReader();
        var tokenizer = new JsonTokenizer(reader, JsonLimits.DEFAULT);

        for (int from = 0; from < bytes.length; from += size) {
            tokenizer.feed(bytes, from, Math.min(bytes.length, from + size));
        }

        assertThat(reader.tree()).isEqualTo(tree);
        assertThat(tokenizer.isBetweenTexts()).isTrue();
    }

    @Property(tries = 200)
    void replaysARecording(@ForAll("trees") JsonNode tree) {
        var recorder = new JsonRecorder();
        JsonReplay.replay(tree, recorder);
        var reader = new JsonTreeReader();

        recorder.replay(reader, JsonLimits.DEFAULT);

        assertThat(reader.tree()).isEqualTo(tree);
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        return trees(4);
    }

    private static Arbitrary<JsonNode> trees(int depth) {
        return depth == 0 ? atoms() : Arbitraries.oneOf(atoms(), arrays(depth - 1), objects(depth - 1));
    }

    private static Arbitrary<JsonNode> arrays(int depth) {
        return trees(depth)
                .list()
                .ofMaxSize(4)
                .map(elements -> JsonNodeFactory.instance.arrayNode().addAll(elements));
    }

    private static Arbitrary<JsonNode> objects(int depth) {
        return Arbitraries.maps(text(), trees(depth)).ofMaxSize(4).map(members -> {
            var object = JsonNodeFactory.instance.objectNode();
            members.forEach(object::set);
            return object;
        });
    }

    private static Arbitrary<JsonNode> atoms() {
        return Arbitraries.oneOf(
                text().map(TextNode::valueOf),
                Arbitraries.longs().map(LongNode::valueOf),
                Arbitraries.doubles().map(DoubleNode::valueOf),
                Arbitraries.of(true, false).map(BooleanNode::valueOf),
                Arbitraries.just(NullNode.getInstance()));
    }

    /** Often with what needs escaping; never with half a surrogate pair, which is not text. */
    private static Arbitrary<String> text() {
        var spice = Arbitraries.of("\\", "\"", "/", "\n", "\u0001", "é", "😀", "€", "{", "}", "a", "");
        return spice.list().ofMaxSize(8).map(parts -> String.join("", parts));
    }
}
