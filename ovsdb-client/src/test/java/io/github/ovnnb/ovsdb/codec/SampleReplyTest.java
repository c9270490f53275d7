package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made-up rows are what a server could have sent. */
class SampleReplyTest {

    @Test
    void everyKindOfColumnIsReadInEachOfItsForms() {
        var rows = rows(200);

        assertThat(rows).hasSize(400);
        var ports = rows.stream().filter(row -> row.table().equals("Port")).toList();
        assertThat(ports.stream().map(row -> row.set("addresses").size()).distinct())
                .contains(0, 1, 2, 300);
        assertThat(ports.stream().map(row -> row.map("options").size()).distinct())
                .contains(0, 1, 2);
        assertThat(ports.stream()
                        .map(row -> row.optionalInteger("tag").isPresent())
                        .distinct())
                .containsExactlyInAnyOrder(true, false);
        assertThat(ports.stream().map(Row::uuid).distinct()).hasSize(200);
    }

    private static List<Row> rows(int count) {
        var reader = MonitorReplyReader.collecting(Examples.BOTH, true);
        var text = new String(SampleReply.of(7, Examples.BOTH, true, count), StandardCharsets.UTF_8);
        var result = Examples.json(text).path("result").toString().getBytes(StandardCharsets.UTF_8);
        new JsonTokenizer(reader, JsonLimits.DEFAULT).feed(result, 0, result.length);
        return reader.result().updates().rows().stream()
                .map(update -> ((RowUpdate.Put) update).row())
                .toList();
    }
}
