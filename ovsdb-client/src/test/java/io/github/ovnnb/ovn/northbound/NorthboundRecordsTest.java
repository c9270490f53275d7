package io.github.ovnnb.ovn.northbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.ovsdb.codec.SchemaParser;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.RowSource;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NorthboundRecordsTest {
    private static final UUID U = new UUID(1, 2);

    private final DatabaseSchema schema =
            SchemaParser.parse(new ObjectMapper().readTree(new File("src/main/ovsschema/ovn-nb.ovsschema")));
    private final RowShape shape =
            RowShape.of(schema.table(LogicalSwitchPort.TABLE).orElseThrow(), LogicalSwitchPort.COLUMNS);

    NorthboundRecordsTest() throws IOException {}

    @Test
    void aPortReadsAsJavaAndIsMadeFromJava() {
        var contents = Map.ofEntries(
                LogicalSwitchPort.NAME.to("web-0.default"),
                LogicalSwitchPort.ADDRESSES.to(Set.of("0a:58:0a:00:00:01 10.0.0.1")),
                LogicalSwitchPort.TAG.to(Optional.of(7L)),
                LogicalSwitchPort.EXTERNAL_IDS.to(Map.of("pod", "default/web-0")));
        var row = Row.builder(shape, U);
        contents.forEach(row::set);
        var port = new LogicalSwitchPort(row.build());

        assertThat(port.uuid()).isEqualTo(U);
        assertThat(port.name()).isEqualTo("web-0.default");
        assertThat(port.addresses()).containsExactly("0a:58:0a:00:00:01 10.0.0.1");
        assertThat(port.tag()).contains(7L);
        assertThat(port.up()).isEmpty();
        assertThat(port.type()).isEmpty();
        assertThat(port.externalIds()).isEqualTo(Map.of("pod", "default/web-0"));
        assertThat(port.dhcpv4Options()).isEmpty();
    }

    @Test
    void aReferenceLeadsToTheRecordsOfItsRows() {
        var port = Row.builder(shape, U).build();
        var switches = RowShape.of(schema.table(LogicalSwitch.TABLE).orElseThrow(), LogicalSwitch.COLUMNS);
        var row = Row.builder(switches, new UUID(3, 4));
        Map.ofEntries(LogicalSwitch.PORTS.to(Set.of(U, new UUID(9, 9)))).forEach(row::set);
        RowSource rows = (table, uuid) ->
                Optional.of(port).filter(found -> table.equals(LogicalSwitchPort.TABLE) && uuid.equals(U));

        assertThat(new LogicalSwitch(row.build()).ports(rows)).containsExactly(new LogicalSwitchPort(port));
        assertThat(new LogicalSwitch(row.build()).copp(rows)).isEmpty();
        assertThat(LogicalSwitch.PORTS.refersTo()).contains(LogicalSwitchPort.TABLE);
    }

    @Test
    void columnsMakeConditionsAndMutations() {
        assertThat(LogicalSwitch.NAME.is("sw")).isEqualTo(Condition.equal("name", Value.of("sw")));
        assertThat(LogicalSwitch.PORTS.insert(Set.of(U))).isEqualTo(Mutation.insert("ports", Value.uuids(List.of(U))));
        assertThat(Column.deleteKeys(LogicalSwitch.EXTERNAL_IDS, Set.of("k")))
                .isEqualTo(Mutation.delete("external_ids", Value.setOf(Value.of("k"))));
        assertThat(NbGlobal.NB_CFG.value(3L)).isEqualTo(Value.of(3));
    }

    @Test
    void aRowOfAnotherTableIsRefused() {
        var row = Row.builder(shape, U).build();

        assertThatThrownBy(() -> new LogicalSwitch(row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Logical_Switch");
    }
}
