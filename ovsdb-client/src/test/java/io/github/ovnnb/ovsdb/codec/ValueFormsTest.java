package io.github.ovnnb.ovsdb.codec;

import static io.github.ovnnb.ovsdb.codec.Examples.read;
import static io.github.ovnnb.ovsdb.codec.Examples.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each form in which a value comes over the wire (RFC 7047 section 5.1, and what ovsdb-server makes of it). */
class ValueFormsTest {
    private static final UUID U = UUID.fromString("36bef046-7da7-43a5-905a-c17899216fcb");
    private static final UUID W = UUID.fromString("f6bef046-7da7-43a5-905a-c17899216fcb");

    @Test
    void aBareAtomStandsForTheSetOfIt() {
        assertThat(read(ColumnType.set(AtomType.STRING), "\"a\"").asSet()).isEqualTo(Value.setOf(Value.of("a")));
    }

    @Test
    void theLongFormOfASetOfOneIsTaken() {
        assertThat(read(ColumnType.set(AtomType.STRING), "[\"set\",[\"a\"]]")).isEqualTo(Value.setOf(Value.of("a")));
    }

    @Test
    void anEmptySetIsAnAbsentOptional() {
        assertThat(read(ColumnType.optional(AtomType.INTEGER), "[\"set\",[]]")).isEqualTo(Value.none());
    }

    @Test
    void aSetOfStringsMayContainTheWordSet() {
        assertThat(read(ColumnType.set(AtomType.STRING), "[\"set\",[\"set\",\"uuid\"]]"))
                .isEqualTo(Value.strings(List.of("set", "uuid")));
    }

    @Test
    void aUuidLooksLikeASetButIsAnAtom() {
        var wire = "[\"uuid\",\"36bef046-7da7-43a5-905a-c17899216fcb\"]";

        assertThat(read(ColumnType.scalar(AtomType.UUID), wire)).isEqualTo(Value.of(U));
        assertThat(read(ColumnType.set(AtomType.UUID), wire).asSet()).isEqualTo(Value.setOf(Value.of(U)));
    }

    @Test
    void aSetOfUuidsNests() {
        var wire =
                "[\"set\",[[\"uuid\",\"36bef046-7da7-43a5-905a-c17899216fcb\"],[\"uuid\",\"F6BEF046-7da7-43a5-905a-c17899216fcb\"]]]";

        assertThat(read(ColumnType.set(AtomType.UUID), wire)).isEqualTo(Value.uuids(List.of(W, U)));
    }

    @Test
    void aMapMayLeadFromIntegersToUuids() {
        var type = Examples.PORT.column(Examples.PORT.positionOf("queues")).type();

        assertThat(read(type, "[\"map\",[[7,[\"uuid\",\"36bef046-7da7-43a5-905a-c17899216fcb\"]]]]"))
                .isEqualTo(OvsMap.of(Value.of(7), Value.of(U)));
        assertThat(read(type, "[\"map\",[]]")).isEqualTo(OvsMap.EMPTY);
    }

    @Test
    void integersAreExactToTheLastBit() {
        var integer = ColumnType.scalar(AtomType.INTEGER);

        assertThat(read(integer, "9007199254740993")).isEqualTo(Value.of(9007199254740993L));
        assertThat(read(integer, "9223372036854775807")).isEqualTo(Value.of(Long.MAX_VALUE));
        assertThat(read(integer, "-9223372036854775808")).isEqualTo(Value.of(Long.MIN_VALUE));
        assertThat(read(integer, "-0")).isEqualTo(Value.of(0));
    }

    @Test
    void anIntegerMayBeWrittenWithAFractionOfNothing() {
        assertThat(read(ColumnType.scalar(AtomType.INTEGER), "3.0")).isEqualTo(Value.of(3));
        assertThatThrownBy(() -> read(ColumnType.scalar(AtomType.INTEGER), "1.5"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("with a fraction");
    }

    @Test
    void anIntegerBeyond64BitsIsRefused() {
        assertThatThrownBy(() -> read(ColumnType.scalar(AtomType.INTEGER), "9223372036854775808"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("64 bits");
    }

    @Test
    void realsComeWithoutAFractionOrWithASignedExponent() {
        var real = ColumnType.scalar(AtomType.REAL);

        assertThat(read(real, "2")).isEqualTo(Value.of(2.0));
        assertThat(read(real, "1e+300")).isEqualTo(Value.of(1e300));
        assertThat(read(real, "-0.5")).isEqualTo(Value.of(-0.5));
        assertThat(read(real, "-0.0")).isEqualTo(Value.of(0.0));
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedBySayingSo() {
        assertThatThrownBy(() -> read(ColumnType.scalar(AtomType.INTEGER), "\"7\""))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("a string in a value of type integer");
        assertThatThrownBy(() -> read(ColumnType.scalar(AtomType.STRING), "null"))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> read(ColumnType.map(AtomType.STRING, AtomType.STRING), "\"a\""))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> read(ColumnType.set(AtomType.STRING), "[\"map\",[]]"))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> read(ColumnType.scalar(AtomType.UUID), "[\"uuid\",\"36bef046\"]"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("not a uuid");
    }

    @Test
    void setsAndMapsAreAlwaysWrittenInTheLongForm() {
        assertThat(written(Value.setOf(Value.of("a")))).isEqualTo("[\"set\",[\"a\"]]");
        assertThat(written(Value.none())).isEqualTo("[\"set\",[]]");
        assertThat(written(Value.setOf(Value.of(U), Value.named("new"))))
                .isEqualTo("[\"set\",[[\"uuid\",\"36bef046-7da7-43a5-905a-c17899216fcb\"],[\"named-uuid\",\"new\"]]]");
        assertThat(written(Value.stringMap(Map.of("k", "v")))).isEqualTo("[\"map\",[[\"k\",\"v\"]]]");
    }

    @Test
    void aStringWithNulCannotBeMade() {
        assertThatThrownBy(() -> Value.of("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void halfASurrogatePairCannotBeWritten() {
        assertThatThrownBy(() -> written(Value.of("\ud800x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThat(Examples.json(written(Value.of("\ud83d\ude00"))).textValue()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void aRepeatedElementCountsOnce() {
        assertThat(OvsSet.of(Value.of(1), Value.of(1), Value.of(0))).hasSize(2);
    }
}
