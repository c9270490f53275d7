package io.github.ovnnb.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.ovn.northbound.LogicalSwitch;
import io.github.ovnnb.ovn.northbound.LogicalSwitchPort;
import io.github.ovnnb.ovsdb.codec.SchemaParser;
import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowShape;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Runs those examples of README.md that need no server. */
class ReadmeExamplesTest {

    @Test
    void portsAreNumberedFoundInOrderAndLeadToTheirSwitch() throws IOException {
        var schema = SchemaParser.parse(new ObjectMapper().readTree(new File("src/main/ovsschema/ovn-nb.ovsschema")));
        var shape = RowShape.of(schema.table(LogicalSwitch.TABLE).orElseThrow(), ReadmeExamples.SWITCHES.columns());
        var logicalSwitch = Row.builder(shape, UUID.randomUUID())
                .set("name", Value.of("ovn-default"))
                .build();
        var draft = Draft.over(
                Snapshot.of(schema, List.of(ReadmeExamples.SWITCHES, ReadmeExamples.PORTS), List.of(logicalSwitch)));

        change(draft);
        change(draft);

        var now = draft.view();
        var changed = new LogicalSwitch(
                now.row(LogicalSwitch.TABLE, logicalSwitch.uuid()).orElseThrow());
        var first = new LogicalSwitchPort(
                now.find(ReadmeExamples.PORT_BY_NAME, "port-1").orElseThrow());
        var followed = ReadmeExamples.follow(now, changed, first);
        assertThat(followed.ports()).extracting(LogicalSwitchPort::name).containsExactlyInAnyOrder("port-1", "port-2");
        assertThat(followed.itsSwitch()).containsExactly(changed.row());
        assertThat(followed.page()).isEmpty();
        assertThat(now.sorted(ReadmeExamples.PORTS_IN_ORDER).after(Value.of("port-1")))
                .extracting(row -> row.string("name"))
                .containsExactly("port-2");
        assertThat(changed.externalIds()).isEqualTo(Map.of("next", "3"));
        assertThat(draft.operations())
                .extracting(Operation::name)
                .containsExactly("wait", "insert", "insert", "mutate");
    }

    private static void change(Draft draft) {
        var changed = ReadmeExamples.change(drafting -> {
            drafting.accept(draft);
            return CompletableFuture.completedFuture(
                    new ChangeOutcome(new TransactionOutcome.Committed(List.of()), draft.operations(), 1));
        });
        assertThat(changed).isCompleted();
    }
}
