package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.BaseType;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaParserTest {
    private final TableSchema port = Examples.SCHEMA.table("Port").orElseThrow();

    @Test
    void namesIndexesAndRootsAreRead() {
        assertThat(Examples.SCHEMA.name()).isEqualTo("Example");
        assertThat(Examples.SCHEMA.version()).isEqualTo("1.2.3");
        assertThat(Examples.SCHEMA.checksum()).contains("1 2");
        assertThat(port.indexes()).containsExactly(List.of("name"));
        assertThat(port.isRoot()).isFalse();
        assertThat(port.maxRows()).isEqualTo(9);
        assertThat(Examples.SCHEMA.table("Switch").orElseThrow().isRoot()).isTrue();
    }

    @Test
    void theFormsOfAType() {
        assertThat(type("name")).isEqualTo(ColumnType.scalar(AtomType.STRING));
        assertThat(type("up")).isEqualTo(ColumnType.optional(AtomType.BOOLEAN));
        assertThat(type("addresses")).isEqualTo(ColumnType.set(AtomType.STRING));
        assertThat(type("options")).isEqualTo(ColumnType.map(AtomType.STRING, AtomType.STRING));
    }

    @Test
    void constraintsAndReferences() {
        assertThat(type("tag").key().maxInteger()).hasValue(4095);
        assertThat(type("mode").key().choices()).isEqualTo(Value.strings(List.of("trunk", "access")));
        assertThat(type("peer").key().reference()).contains(new BaseType.Reference("Port", BaseType.Strength.WEAK));
        assertThat(type("queues").value().orElseThrow().reference())
                .contains(new BaseType.Reference("Port", BaseType.Strength.STRONG));
        assertThat(port.column("count").orElseThrow().mutable()).isFalse();
    }

    /** A library that reads any max as 1 turns this set into an optional. */
    @Test
    void aSmallMaximumIsNotOne() {
        var type = SchemaParser.type(Examples.json("{\"key\":\"string\",\"min\":1,\"max\":2}"));

        assertThat(type.isSet()).isTrue();
        assertThat(type.max()).isEqualTo(2);
    }

    @Test
    void anErrorSaysWhichColumn() {
        assertThatThrownBy(() -> SchemaParser.parse(Examples.json(
                        "{\"name\":\"x\",\"tables\":{\"T\":{\"columns\":{\"c\":{\"type\":\"strnig\"}}}}}")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("T.c")
                .hasMessageContaining("strnig");
    }

    private ColumnType type(String column) {
        return port.column(column).orElseThrow().type();
    }
}
