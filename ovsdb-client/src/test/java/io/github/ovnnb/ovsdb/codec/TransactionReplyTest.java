package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The forms of the answer to transact (RFC 7047 section 4.1.3), as ovsdb-server 3.1 writes them. */
class TransactionReplyTest {
    private static final UUID P = UUID.fromString("36bef046-7da7-43a5-905a-c17899216fcb");
    private static final Operation INSERT = Operation.insert("Port", P, Map.of());
    private static final Operation MUTATE = Operation.mutate("Switch", P);
    private static final Operation COMMENT = new Operation.Comment("hello");

    @Test
    void eachOperationHasAResultOfItsKind() {
        var reply = reply(
                List.of(INSERT, MUTATE, COMMENT, Operation.rowExists("Port", P)),
                "[{\"uuid\":[\"uuid\",\"36bef046-7da7-43a5-905a-c17899216fcb\"]},{\"count\":1},{},{}]");

        assertThat(reply.results())
                .containsExactly(
                        new OperationResult.Inserted(P),
                        new OperationResult.Count(1),
                        new OperationResult.Empty(),
                        new OperationResult.Empty());
        assertThat(reply.failure()).isEmpty();
    }

    @Test
    void theErrorStandsAtItsOperationAndNullsFollow() {
        var reply = reply(List.of(COMMENT, INSERT, MUTATE), """
                [{},{"error":"unknown column","details":"No column nameX in table Port.","syntax":"{\\"nameX\\":\\"a\\"}"},null]""");

        assertThat(reply.results())
                .containsExactly(
                        new OperationResult.Empty(),
                        new OperationResult.Failed(new OvsdbError(
                                "unknown column",
                                Optional.of("No column nameX in table Port."),
                                Optional.of("{\"nameX\":\"a\"}"))),
                        new OperationResult.NotExecuted());
        assertThat(reply.failure().orElseThrow().operation()).hasValue(1);
    }

    @Test
    void aFailedCommitIsOneElementMoreThanOperationsWhileTheOthersLookWell() {
        var reply = reply(List.of(INSERT), """
                [{"uuid":["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]},{"error":"constraint violation","details":"identical values"}]""");

        assertThat(reply.failure())
                .contains(new TransactionReply.Failure(
                        OptionalInt.empty(), OvsdbError.of("constraint violation", "identical values")));
        assertThat(reply.results()).containsExactly(new OperationResult.Inserted(P));
    }

    @Test
    void selectedRowsAreReadByTheSchema() {
        var reply = reply(List.of(Operation.select("Port", List.of(), "name", "tag", "color")), """
                [{"rows":[{"_uuid":["uuid","36bef046-7da7-43a5-905a-c17899216fcb"],"name":"p","tag":["set",[]]}]}]""");

        var row = ((OperationResult.Rows) reply.results().get(0)).rows().get(0);
        assertThat(row.uuid()).isEqualTo(P);
        assertThat(row.string("name")).isEqualTo("p");
        assertThat(row.optionalInteger("tag")).isEmpty();
        assertThat(row.has("color")).isFalse();
        assertThat(row.value("color")).isEqualTo(Value.none());
    }

    @Test
    void tooFewResultsAreNotTakenForACommit() {
        assertThatThrownBy(() -> reply(List.of(INSERT, MUTATE), "[{\"count\":1}]"))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void tooManyResultsAreNotTakenForACommit() {
        assertThatThrownBy(() -> reply(List.of(MUTATE), "[{\"count\":1},{\"error\":\"x\"},{}]"))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> reply(List.of(MUTATE), "[{\"count\":1},{\"error\":\"x\"},null]"))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void whyTheCommitFailedMayBeSaidInAWord() {
        assertThat(reply(List.of(COMMENT), "[{},\"internal error\"]").commitError())
                .contains(OvsdbError.of("internal error"));
        assertThat(reply(List.of(), "[]").failure()).isEmpty();
    }

    @Test
    void whatIsNotKnownOfAResultIsPassedOver() {
        var reply = reply(List.of(INSERT, MUTATE, COMMENT), """
                [{"more":{"uuid":["a",{"count":7}]},"uuid":["uuid","36bef046-7da7-43a5-905a-c17899216fcb"],"most":[null,true]},
                 {"count":1,"more":["x"]},{"uuid":"none"}]""");

        assertThat(reply.results())
                .containsExactly(
                        new OperationResult.Inserted(P), new OperationResult.Count(1), new OperationResult.Empty());
    }

    @Test
    void anInsertWithoutItsUuidIsNoResult() {
        assertThatThrownBy(() -> reply(List.of(INSERT), "[{}]")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> reply(List.of(INSERT), "[{\"uuid\":[\"named-uuid\",\"x\"]}]"))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> reply(List.of(INSERT), "[{\"uuid\":[\"uuid\"]}]"))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void noResultsAtAllAreNotTakenForACommit() {
        for (var text : List.of("null", "{}", "7", "true", "\"x\"", "[[]]", "[7]")) {
            assertThatThrownBy(() -> reply(List.of(COMMENT), text + " "))
                    .as(text)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void errorsAreSortedByWhatToDoNext() {
        assertThat(OvsdbError.of("timed out").consequence()).isEqualTo(OvsdbError.Consequence.TRY_AGAIN);
        assertThat(OvsdbError.of("not owner").consequence()).isEqualTo(OvsdbError.Consequence.NOT_LOCKED);
        assertThat(OvsdbError.of("aborted").consequence()).isEqualTo(OvsdbError.Consequence.ABORTED);
        assertThat(OvsdbError.of("constraint violation").consequence()).isEqualTo(OvsdbError.Consequence.FINAL);
        assertThat(OvsdbError.of("duplicate uuid").isDuplicateUuid()).isTrue();
    }

    private static TransactionReply reply(List<Operation> operations, String json) {
        var reader = new TransactionReplyReader(Examples.SCHEMA, operations);
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        new JsonTokenizer(reader, JsonLimits.DEFAULT).feed(bytes, 0, bytes.length);
        return reader.result();
    }
}
