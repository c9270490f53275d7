package io.github.ovnnb.ovsdb.replica;

import static io.github.ovnnb.ovsdb.replica.Ports.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.AtomKind;
import io.github.ovnnb.ovsdb.protocol.AtomType;
import io.github.ovnnb.ovsdb.protocol.BaseType;
import io.github.ovnnb.ovsdb.protocol.BaseType.Strength;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.ColumnSchema;
import io.github.ovnnb.ovsdb.protocol.ColumnType;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.TableSchema;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private static final TableSchema NODE = TableSchema.of(
            "Node",
            List.of(
                    ColumnSchema.of("children", type(Strength.STRONG, Optional.empty(), ColumnType.UNLIMITED)),
                    ColumnSchema.of("parent", type(Strength.WEAK, Optional.empty(), 1)),
                    ColumnSchema.of(
                            "costs",
                            type(Strength.WEAK, Optional.of(BaseType.of(AtomType.INTEGER)), ColumnType.UNLIMITED)),
                    ColumnSchema.of("label", ColumnType.optional(AtomType.UUID))));
    private static final Column<Set<UUID>> CHILDREN =
            Column.set("Node", "children", AtomKind.ROW).referringTo("Node");
    private static final Column<Optional<UUID>> PARENT = Column.optional("Node", "parent", AtomKind.ROW);
    private static final Column<Map<UUID, Long>> COSTS = Column.map("Node", "costs", AtomKind.ROW, AtomKind.INTEGER);
    private static final Column<Optional<UUID>> LABEL = Column.optional("Node", "label", AtomKind.ROW);
    private static final RowShape SHAPE = RowShape.of(NODE, List.of("children", "parent", "costs", "label", "newer"));
    private static final Row ONE = Row.builder(SHAPE, uuid(1))
            .set("children", Value.setOf(Value.of(uuid(2)), Value.of(uuid(3)), Value.of(uuid(99))))
            .set("costs", OvsMap.of(Value.of(uuid(2)), Value.of(7)))
            .set("label", Value.of(uuid(2)))
            .build();
    private static final Row TWO =
            Row.builder(SHAPE, uuid(2)).set("parent", Value.of(uuid(1))).build();
    private static final Row THREE = Row.builder(SHAPE, uuid(3)).build();

    private final Snapshot snapshot = snapshot();

    private static ColumnType type(Strength strength, Optional<BaseType> value, int max) {
        var key = new BaseType(
                AtomType.UUID,
                OvsSet.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.of(new BaseType.Reference("Node", strength)));
        return new ColumnType(key, value, 0, max);
    }

    private static Snapshot snapshot() {
        var nodes = TableDefinition.of("Node", "children", "parent", "costs", "label", "newer")
                .indexedBy(Index.onElement("Node", "children"), Index.onElement("Node", "parent"));
        return Snapshot.of(Ports.schema(NODE), List.of(nodes), List.of(ONE, TWO, THREE));
    }

    @Test
    void strongAndWeakReferencesLeadToTheRowsThatAreThere() {
        assertThat(snapshot.follow(ONE, CHILDREN)).containsExactlyInAnyOrder(TWO, THREE);
        assertThat(snapshot.follow(TWO, PARENT)).containsExactly(ONE);
        assertThat(snapshot.follow(ONE, COSTS)).containsExactly(TWO);
        assertThat(snapshot.follow(THREE, CHILDREN)).isEmpty();
    }

    @Test
    void aUuidThatTheSchemaCallsNoReferenceIsNone() {
        assertThat(snapshot.follow(ONE, LABEL)).isEmpty();
        assertThat(snapshot.follow(ONE, Column.optional("Node", "newer", AtomKind.ROW)))
                .isEmpty();
        assertThatThrownBy(() -> snapshot.follow(ONE, Column.set("Port", "children", AtomKind.ROW)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowsThatReferAreFoundByTheIndexOfElements() {
        assertThat(snapshot.referrers(TWO, CHILDREN)).containsExactly(ONE);
        assertThat(snapshot.referrers(ONE, PARENT)).containsExactly(TWO);
        assertThat(snapshot.referrers(ONE, CHILDREN)).isEmpty();
        assertThat(CHILDREN.refersTo()).contains("Node");
        assertThat(PARENT.refersTo()).isEmpty();
    }

    @Test
    void aTableThatIsNotReplicatedHasNoRowsToLeadTo() {
        var alone = Snapshot.of(Ports.schema(NODE), List.of(TableDefinition.of("Other", "x")), List.of());
        assertThat(alone.follow(ONE, CHILDREN)).isEmpty();
    }
}
