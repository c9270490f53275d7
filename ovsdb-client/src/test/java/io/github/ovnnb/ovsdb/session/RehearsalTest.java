package io.github.ovnnb.ovsdb.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.ovn.northbound.LogicalSwitch;
import io.github.ovnnb.ovn.northbound.LogicalSwitchPort;
import io.github.ovnnb.ovsdb.codec.SchemaParser;
import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done while the server composes the first dump. */
class RehearsalTest {
    private final ReplicaWriter replica = ReplicaWriter.of(
            TableDefinition.of(LogicalSwitch.TABLE, "name", "ports"),
            TableDefinition.of(LogicalSwitchPort.TABLE, "name", "addresses", "external_ids", "tag", "up")
                    .indexedBy(Index.onMapEntry(LogicalSwitchPort.TABLE, "external_ids", "pod")));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loadsMadeUpRowsThatNobodyEverSees(boolean since) throws IOException {
        var rehearsal = rehearsal(since);

        assertThat(rehearsal.rehearse(2)).isEqualTo(2);
        assertThat(replica.snapshot().rows(LogicalSwitchPort.TABLE)).isEmpty();
    }

    @Test
    void endsWhenTheRowsCome() throws IOException {
        var rehearsal = rehearsal(true);

        rehearsal.end();

        assertThat(rehearsal.rehearse(2)).isZero();
    }

    @Test
    void aBlankReplicaHasTheSameTablesAndNoRows() {
        assertThat(replica.blank().snapshot().tables())
                .containsExactlyInAnyOrderElementsOf(List.of(LogicalSwitch.TABLE, LogicalSwitchPort.TABLE));
    }

    private Rehearsal rehearsal(boolean since) throws IOException {
        var schema = northbound();
        return new Rehearsal(replica.blank(), schema, replica.shape(schema), since);
    }

    private static DatabaseSchema northbound() throws IOException {
        return SchemaParser.parse(new ObjectMapper().readTree(new File("src/main/ovsschema/ovn-nb.ovsschema")));
    }
}
