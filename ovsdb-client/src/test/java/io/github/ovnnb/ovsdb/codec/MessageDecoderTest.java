package io.github.ovnnb.ovsdb.codec;

import static io.github.ovnnb.ovsdb.codec.Examples.BOTH;
import static io.github.ovnnb.ovsdb.codec.Examples.PORT;
import static io.github.ovnnb.ovsdb.codec.Examples.SWITCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.MonitorReply;
import io.github.ovnnb.ovsdb.protocol.MonitorSink;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.RowDifference;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.protocol.TableUpdates;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script of the wire each: what ovsdb-server 3.1 and later send, and what we make of it. */
class MessageDecoderTest {
    private static final UUID P = UUID.fromString("36bef046-7da7-43a5-905a-c17899216fcb");
    private static final UUID Q = UUID.fromString("46bef046-7da7-43a5-905a-c17899216fcb");
    private static final UUID TRANSACTION = UUID.fromString("56bef046-7da7-43a5-905a-c17899216fcb");

    private final RecordingSink sink = new RecordingSink();

    @Test
    void messagesFollowEachOtherWithoutADelimiter() {
        sink.awaiting(1, ReplyShape.databases()).awaiting(2, ReplyShape.locked());

        assertThat(sink.hears("""
                        {"id":1,"result":["OVN_Northbound","_Server"],"error":null}{"id":2,"result":{"locked":true},"error":null}"""))
                .containsExactly(
                        new RecordingSink.Answer(1, List.of("OVN_Northbound", "_Server")),
                        new RecordingSink.Answer(2, true));
    }

    @Test
    void aFailedCallHasNoResultMemberAtAllInOvs31() {
        sink.awaiting(3, ReplyShape.schema());

        assertThat(sink.hears("""
                        {"id":3,"error":{"error":"unknown database","details":"get_schema request specifies unknown database x","syntax":"[\\"x\\"]"}}"""))
                .containsExactly(new RecordingSink.Refusal(
                        3,
                        new OvsdbError(
                                "unknown database",
                                Optional.of("get_schema request specifies unknown database x"),
                                Optional.of("[\"x\"]"))));
    }

    @Test
    void aFailedCallHasANullResultInLaterVersions() {
        sink.awaiting(3, ReplyShape.monitor(BOTH)).awaiting(4, ReplyShape.locked());

        assertThat(sink.hears("""
                        {"error":{"error":"syntax error"},"id":3,"result":null}{"id":4,"result":null,"error":"unknown method"}"""))
                .containsExactly(
                        new RecordingSink.Refusal(3, OvsdbError.of("syntax error")),
                        new RecordingSink.Refusal(4, OvsdbError.of("unknown method")));
    }

    @Test
    void theErrorOfACallMayBeAPlainString() {
        sink.awaiting(6, ReplyShape.json());

        assertThat(sink.hears("{\"id\":6,\"error\":\"canceled\"}"))
                .containsExactly(new RecordingSink.Refusal(6, OvsdbError.of("canceled")));
        assertThat(OvsdbError.of("canceled").consequence()).isEqualTo(OvsdbError.Consequence.TRY_AGAIN);
    }

    @Test
    void theResultMayComeBeforeTheIdAndParamsBeforeTheMethod() {
        sink.awaiting(7, ReplyShape.monitorSince(BOTH)).monitoring("m", BOTH);

        assertThat(sink.hears("""
                        {"error":null,"result":[true,"%s",{"Port":{"%s":{"modify":{"tag":8}}}}],"id":7}\
                        {"params":["m",{"Port":{"%s":{"delete":null}}}],"method":"update2","id":null}\
                        {"params":["l"],"method":"locked","id":null}""".formatted(TRANSACTION, P, P)))
                .containsExactly(
                        new RecordingSink.Answer(
                                7,
                                new MonitorReply(
                                        true,
                                        TRANSACTION,
                                        new TableUpdates(
                                                List.of(new RowUpdate.Change(difference(P, "tag", Value.of(8))))))),
                        new RecordingSink.Updates(
                                "m", Optional.empty(), new TableUpdates(List.of(new RowUpdate.Remove(PORT, P)))),
                        new RecordingSink.Said("locked", "l"));
    }

    @Test
    void aReplyNobodyWaitsForIsSkipped() {
        assertThat(sink.hears(
                        "{\"id\":99,\"result\":{\"a\":[1,{\"b\":[]}]},\"error\":null}{\"id\":\"x\",\"result\":1}"))
                .containsExactly(new RecordingSink.Unexpected("99"), new RecordingSink.Unexpected("\"x\""));
    }

    @Test
    void anEchoIsARequestWhoseIdIsAString() {
        assertThat(sink.hears("{\"id\":\"echo\",\"method\":\"echo\",\"params\":[]}"))
                .containsExactly(new RecordingSink.Request("\"echo\"", "echo", "[]"));
    }

    @Test
    void notificationsCarryANullId() {
        assertThat(sink.hears("""
                        {"id":null,"method":"locked","params":["l"]}{"id":null,"method":"stolen","params":["l"]}\
                        {"method":"monitor_canceled","params":["m"],"id":null}{"id":null,"method":"news","params":[1]}"""))
                .containsExactly(
                        new RecordingSink.Said("locked", "l"),
                        new RecordingSink.Said("stolen", "l"),
                        new RecordingSink.Said("monitor_canceled", "m"),
                        new RecordingSink.Said("news", "[1]"));
    }

    @Test
    void anInitialRowLeavesOutWhatHasItsDefault() {
        sink.awaiting(1, ReplyShape.monitor(BOTH));

        assertThat(sink.hears("""
                        {"id":1,"result":{"Port":{"%s":{"initial":{}},"%s":{"initial":{"name":"p","addresses":"a"}}}},"error":null}""".formatted(P, Q)))
                .containsExactly(new RecordingSink.Answer(
                        1,
                        new MonitorReply(
                                false,
                                MonitorReply.NO_TRANSACTION,
                                new TableUpdates(List.of(
                                        new RowUpdate.Put(Row.builder(PORT, P).build()),
                                        new RowUpdate.Put(Row.builder(PORT, Q)
                                                .set("name", Value.of("p"))
                                                .set("addresses", Value.strings(List.of("a")))
                                                .build()))))));
        var row = Row.builder(PORT, P).build();
        assertThat(row.string("name")).isEmpty();
        assertThat(row.bool("enabled")).isFalse();
        assertThat(row.optionalInteger("tag")).isEmpty();
        assertThat(row.strings("addresses")).isEmpty();
        assertThat(row.stringMap("options")).isEmpty();
    }

    @Test
    void aStandaloneServerKeepsNoHistory() {
        sink.awaiting(1, ReplyShape.monitorSince(BOTH));

        assertThat(sink.hears(
                        "{\"id\":1,\"result\":[false,\"00000000-0000-0000-0000-000000000000\",{}],\"error\":null}"))
                .containsExactly(new RecordingSink.Answer(
                        1, new MonitorReply(false, MonitorReply.NO_TRANSACTION, TableUpdates.NONE)));
    }

    @Test
    void aClusterTellsItsLastTransactionEvenWhenItCannotResume() {
        sink.awaiting(1, ReplyShape.monitorSince(BOTH));

        assertThat(sink.hears("{\"id\":1,\"result\":[false,\"%s\",{}],\"error\":null}".formatted(TRANSACTION)))
                .containsExactly(new RecordingSink.Answer(1, new MonitorReply(false, TRANSACTION, TableUpdates.NONE)));
    }

    @Test
    void aPlainUpdateSaysWhatTheRowIsNow() {
        sink.monitoring("m", BOTH);

        assertThat(sink.hears("""
                        {"id":null,"method":"update","params":["m",{"Port":{"%s":{"old":{"tag":["set",[]]},"new":{"name":"p","tag":8}},\
                        "%s":{"old":{"name":"gone"}}}}]}""".formatted(P, Q)))
                .containsExactly(new RecordingSink.Updates(
                        "m",
                        Optional.empty(),
                        new TableUpdates(List.of(
                                new RowUpdate.Put(Row.builder(PORT, P)
                                        .set("name", Value.of("p"))
                                        .set("tag", Value.of(8))
                                        .build()),
                                new RowUpdate.Remove(PORT, Q)))));
    }

    @Test
    void update3CarriesTheTransactionUpToWhichItIsCurrent() {
        sink.monitoring("m", BOTH);

        assertThat(sink.hears(
                        "{\"id\":null,\"method\":\"update3\",\"params\":[\"m\",\"%s\",{}]}".formatted(TRANSACTION)))
                .containsExactly(new RecordingSink.Updates("m", Optional.of(TRANSACTION), TableUpdates.NONE));
    }

    @Test
    void oneElementOfABigSetThatGoesLooksJustLikeOneThatComes() {
        sink.monitoring("m", BOTH);
        var both =
                Row.builder(SWITCH, P).set("ports", Value.uuids(List.of(P, Q))).build();
        var wire =
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\",{\"Switch\":{\"%s\":{\"modify\":{\"ports\":[\"uuid\",\"%s\"]}}}}]}"
                        .formatted(P, Q);

        var update = (RecordingSink.Updates) sink.hears(wire).get(0);
        var difference = ((RowUpdate.Change) update.updates().rows().get(0)).difference();

        var one = difference.appliedTo(both);
        assertThat(one.uuids("ports")).containsExactly(P);
        assertThat(difference.appliedTo(one)).isEqualTo(both);
    }

    @Test
    void aColumnOfAtMostOneElementIsReplacedNotXored() {
        sink.monitoring("m", BOTH);
        var seven = Row.builder(PORT, P).set("tag", Value.of(7)).build();
        var wire =
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\",{\"Port\":{\"%s\":{\"modify\":{\"tag\":%s}}}}]}";

        assertThat(changed(seven, wire.formatted(P, "8")).optionalInteger("tag"))
                .hasValue(8);
        assertThat(changed(seven, wire.formatted(P, "[\"set\",[]]")).optionalInteger("tag"))
                .isEmpty();
    }

    @Test
    void aRemovedMapKeyArrivesWithItsOldValueAndAChangedOneWithItsNew() {
        sink.monitoring("m", BOTH);
        var row = Row.builder(PORT, P)
                .set("options", Value.stringMap(Map.of("stays", "1", "goes", "2", "changes", "3")))
                .build();
        var wire =
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\",{\"Port\":{\"%s\":{\"modify\":{\"options\":[\"map\",[[\"goes\",\"2\"],[\"changes\",\"4\"],[\"comes\",\"5\"]]]}}}}]}";

        assertThat(changed(row, wire.formatted(P)).stringMap("options"))
                .isEqualTo(Map.of("stays", "1", "changes", "4", "comes", "5"));
    }

    private Row changed(Row row, String wire) {
        var update = (RecordingSink.Updates) sink.hears(wire).get(0);
        return ((RowUpdate.Change) update.updates().rows().get(0)).difference().appliedTo(row);
    }

    @Test
    void tablesAndColumnsWeDoNotKnowAreSkipped() {
        sink.monitoring("m", BOTH);

        assertThat(sink.hears("""
                        {"id":null,"method":"update2","params":["m",{"News":{"%s":{"insert":{"a":["map",[[1,2]]]}}},\
                        "Port":{"%s":{"insert":{"_version":["uuid","%s"],"color":["set",["red","blue"]],"tag":7,"shiny":true}}}}]}""".formatted(P, Q, P)))
                .containsExactly(new RecordingSink.Updates(
                        "m",
                        Optional.empty(),
                        new TableUpdates(List.of(new RowUpdate.Put(
                                Row.builder(PORT, Q).set("tag", Value.of(7)).build())))));
    }

    @Test
    void anUpdateOfAMonitorThatIsNotOursIsSkipped() {
        sink.monitoring("ours", BOTH);

        assertThat(sink.hears("""
                        {"id":null,"method":"update2","params":["theirs",{"Port":{"%s":{"modify":{"tag":[]}}}}]}\
                        {"id":null,"method":"update2","params":["ours",{}]}""".formatted(P)))
                .containsExactly(new RecordingSink.Updates("ours", Optional.empty(), TableUpdates.NONE));
    }

    @Test
    void theRowsOfADumpAreHandedOverBeforeItsEnd() {
        var rows = new ArrayList<RowUpdate>();
        var resumed = new ArrayList<Boolean>();
        sink.awaiting(1, ReplyShape.monitorSince(BOTH, new MonitorSink() {
            @Override
            public void begin(boolean resumes) {
                resumed.add(resumes);
            }

            @Override
            public void accept(RowUpdate update) {
                rows.add(update);
            }
        }));

        sink.hears("{\"id\":1,\"result\":[true,\"%s\",{\"Port\":{\"%s\":{\"insert\":{}},\"%s\":{\"del"
                .formatted(TRANSACTION, P, Q));

        assertThat(resumed).containsExactly(true);
        assertThat(rows).containsExactly(new RowUpdate.Put(Row.builder(PORT, P).build()));
        assertThat(sink.heard).isEmpty();
    }

    /** "Previous byte is a backslash" is not the same as "escaped": other decoders get stuck for ever on the first of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"q\\\\\"",
                "\"\\\"\"",
                "\"\\\\\\\"}{\"",
                "\"\\u0041\\u00e9\\ud83d\\ude00\\u001f\\/\"",
                "\"é😀\\b\\f\\n\\r\\t\"",
                "\"\""
            })
    void stringsWithEscapesMayBeCutAnywhere(String json) {
        var expected = Examples.json(json).textValue();
        sink.monitoring("m", BOTH);
        var wire =
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\",{\"Port\":{\"%s\":{\"insert\":{\"name\":%s,\"weight\":-1.5e+3,\"count\":-12,\"enabled\":true}}}}]}"
                        .formatted(P, json);
        var row = Row.builder(PORT, P)
                .set("name", Value.of(expected))
                .set("weight", Value.of(-1500.0))
                .set("count", Value.of(-12))
                .set("enabled", Value.of(true))
                .build();

        for (int size = 1; size < 20; size++) {
            assertThat(sink.hearsInPieces(wire + wire, size))
                    .as("in pieces of %d bytes", size)
                    .hasSize(2)
                    .allSatisfy(update -> assertThat(
                                    ((RecordingSink.Updates) update).updates().rows())
                            .containsExactly(new RowUpdate.Put(row)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7 ",
                "{\"id\":1,}",
                "{\"id\":1 \"result\":2}",
                "{\"id\":nil}",
                "{\"id\":[1}",
                "{\"id\":\"\\x\"}",
                "{\"id\":\"\\ud800\"}",
                "{\"id\":\"\u0001\"}",
                "{\"id\":1e}",
                "{\"result\":1}",
                "{\"id\":null,\"error\":\"x\"}",
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\"]}",
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\",{\"Port\":{\"nouuid\":{\"delete\":null}}}]}",
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\",{\"Port\":{\"36bef046-7da7-43a5-905a-c17899216fcb\":{\"insert\":null}}}]}",
                "{\"id\":null,\"method\":7}"
            })
    void whatIsNotJsonOrNotOvsdbIsRefused(String wire) {
        sink.monitoring("m", BOTH);

        assertThatThrownBy(() -> sink.hears(wire)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void badUtf8IsRefused() {
        var decoder = new MessageDecoder(sink, JsonLimits.DEFAULT);
        var bytes = "{\"id\":\"é\",\"method\":\"echo\",\"params\":[]}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> decoder.feed(bytes, 0, bytes.length))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void nestingLengthAndSizeHaveALimit() {
        assertRefused("{\"id\":" + "[".repeat(20), "nested deeper than 10");
        assertRefused("{\"id\":\"" + "x".repeat(200), "longer than 100 bytes");
        assertRefused("{\"id\":\"" + "x".repeat(200) + "\"", "longer than 100 bytes");
        assertRefused("{\"id\":[" + "1,".repeat(600), "larger than 1000 bytes");
    }

    private void assertRefused(String wire, String why) {
        var decoder = new MessageDecoder(sink, new JsonLimits(10, 1000, 100));
        var bytes = wire.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> decoder.feed(bytes, 0, bytes.length))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theLimitIsForOneMessageNotForTheConnection() {
        var decoder = new MessageDecoder(sink, new JsonLimits(10, 100, 100));
        var bytes =
                "{\"id\":\"echo\",\"method\":\"echo\",\"params\":[]}".repeat(50).getBytes(StandardCharsets.UTF_8);

        decoder.feed(bytes, 0, bytes.length);

        assertThat(sink.heard).hasSize(50);
        assertThat(decoder.isBetweenMessages()).isTrue();
    }

    @Test
    void theLastOfTwoMembersWithOneNameCounts() {
        sink.monitoring("m", BOTH);

        var heard = sink.hears(
                "{\"id\":null,\"method\":\"update2\",\"params\":[\"m\",{\"Port\":{\"%s\":{\"insert\":{\"tag\":1,\"tag\":2}}}}]}"
                        .formatted(P));

        assertThat(((RecordingSink.Updates) heard.get(0)).updates().rows())
                .containsExactly(new RowUpdate.Put(
                        Row.builder(PORT, P).set("tag", Value.of(2)).build()));
    }

    private static RowDifference difference(UUID row, String column, Value value) {
        return RowDifference.builder(PORT, row)
                .set(PORT.positionOf(column), value)
                .build();
    }

    @Test
    void theEmptyMapIsNoSet() {
        assertThat(Row.builder(PORT, P).set("options", Value.none()).build().map("options"))
                .isEqualTo(OvsMap.EMPTY);
    }
}
