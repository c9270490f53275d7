package io.github.ovnnb.ovsdb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final TableSchema PORT = TableSchema.of(
            "Port",
            List.of(
                    ColumnSchema.of("name", ColumnType.scalar(AtomType.STRING)),
                    ColumnSchema.of("tag", ColumnType.optional(AtomType.INTEGER)),
                    ColumnSchema.of("weight", ColumnType.scalar(AtomType.REAL)),
                    ColumnSchema.of("up", ColumnType.optional(AtomType.BOOLEAN)),
                    ColumnSchema.of("peers", ColumnType.set(AtomType.UUID)),
                    ColumnSchema.of("addresses", ColumnType.set(AtomType.STRING)),
                    ColumnSchema.of("options", ColumnType.map(AtomType.STRING, AtomType.STRING))));
    private static final RowShape SHAPE =
            RowShape.of(PORT, List.of("name", "tag", "weight", "up", "peers", "addresses", "options", "color"));
    private static final UUID U = new UUID(1, 2);

    private final Row row = Row.builder(SHAPE, U)
            .set("name", Value.of("p"))
            .set("tag", Value.setOf(Value.of(7)))
            .set("weight", Value.of(1.5))
            .set("up", Value.of(true))
            .set("peers", Value.of(U))
            .set("addresses", Value.strings(List.of("b", "a")))
            .set("options", Value.stringMap(Map.of("k", "v")))
            .build();

    @Test
    void columnsReadAsJavaValues() {
        assertThat(row.uuid()).isEqualTo(U);
        assertThat(row.string("name")).isEqualTo("p");
        assertThat(row.integer("tag")).isEqualTo(7);
        assertThat(row.optionalInteger("tag")).hasValue(7);
        assertThat(row.real("weight")).isEqualTo(1.5);
        assertThat(row.optionalBool("up")).contains(true);
        assertThat(row.uuids("peers")).containsExactly(U).contains(U);
        assertThat(row.strings("addresses")).containsExactly("a", "b");
        assertThat(row.strings("addresses").contains("b")).isTrue();
        assertThat(row.strings("addresses").contains("c\0")).isFalse();
        assertThat(row.stringMap("options")).isEqualTo(Map.of("k", "v")).doesNotContainKey("x");
    }

    @Test
    void aColumnThatTheServerLacksReadsAsEmptyAndCanBeAskedAbout() {
        assertThat(SHAPE.absent()).containsExactly("color");
        assertThat(row.has("color")).isFalse();
        assertThat(row.string("color")).isEmpty();
        assertThat(row.optionalString("color")).isEmpty();
        assertThat(row.strings("color")).isEmpty();
        assertThat(row.stringMap("color")).isEmpty();
    }

    @Test
    void aColumnThatWasNeverAskedForIsAMistake() {
        assertThatThrownBy(() -> row.string("nmae"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nmae");
        assertThatThrownBy(() -> row.string("tag")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row.map("name")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row.set("options")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAreFoundInABufferToo() {
        var buffer = "xx_options_xx".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(SHAPE.positionOf(buffer, 3, 10)).isEqualTo(SHAPE.positionOf("options"));
        assertThat(SHAPE.positionOf(buffer, 3, 9)).isEqualTo(-1);
        assertThat(SHAPE.columns()).allSatisfy(column -> {
            var name = column.name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(SHAPE.positionOf(name, 0, name.length)).isEqualTo(SHAPE.positionOf(column.name()));
        });
    }

    @Test
    void anEqualRowIsEqualInWhateverFormItsValuesCame() {
        var other = Row.builder(SHAPE, U)
                .set("name", Value.of("p"))
                .set("tag", Value.of(7))
                .set("weight", Value.of(1.5))
                .set("up", Value.setOf(Value.of(true)))
                .set("peers", Value.uuids(List.of(U)))
                .set("addresses", Value.strings(List.of("a", "b")))
                .set("options", Value.stringMap(Map.of("k", "v")))
                .build();

        assertThat(other).isEqualTo(row).hasSameHashCodeAs(row);
    }

    @Test
    void aDifferenceThatChangesNothingGivesTheVerySameRow() {
        var same = RowDifference.builder(SHAPE, U)
                .set(SHAPE.positionOf("tag"), Value.of(7))
                .set(SHAPE.positionOf("addresses"), Value.none())
                .build();

        assertThat(same.appliedTo(row)).isSameAs(row);
    }
}
