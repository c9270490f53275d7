package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.AtomKind;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsSet;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What we send, compared as JSON. */
class RequestEncoderTest {
    private static final UUID P = UUID.fromString("36bef046-7da7-43a5-905a-c17899216fcb");

    @Test
    void aPortIsMadeWithItsSwitchAndAGuard() {
        var request = RequestEncoder.transact(
                7,
                "OVN_Northbound",
                List.of(
                        Operation.rowExists("Logical_Switch", P),
                        Operation.insert("Logical_Switch_Port", P, Map.of("name", Value.of("web-0.default"))),
                        Operation.mutate("Logical_Switch", P, Mutation.insert("ports", Value.uuids(List.of(P))))));

        assertThat(Examples.json(request)).isEqualTo(Examples.json("""
            {"id":7,"method":"transact","params":["OVN_Northbound",
             {"op":"wait","table":"Logical_Switch","where":[["_uuid","==",["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]]],
              "columns":["_uuid"],"until":"==","rows":[{"_uuid":["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]}],"timeout":0},
             {"op":"insert","table":"Logical_Switch_Port","uuid":"36bef046-7da7-43a5-905a-c17899216fcb","row":{"name":"web-0.default"}},
             {"op":"mutate","table":"Logical_Switch","where":[["_uuid","==",["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]]],
              "mutations":[["ports","insert",["set",[["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]]]]]}]}\
            """));
    }

    @Test
    void everyOtherOperationHasItsForm() {
        var where = List.of(Condition.includes("options", Value.stringMap(Map.of("k", "v"))));
        var request = RequestEncoder.transact(
                1,
                "db",
                List.of(
                        Operation.insertNamed("T", "fresh", Map.of("peer", Value.named("fresh"))),
                        Operation.select("T", where, "name"),
                        new Operation.Select("T", List.of(), List.of()),
                        Operation.update("T", P, Map.of("tag", Value.none())),
                        Operation.delete("T", P),
                        Operation.noRow("T", List.of(Condition.equal("name", Value.of("x")))),
                        new Operation.Commit(true),
                        new Operation.Abort(),
                        new Operation.Comment("why"),
                        new Operation.Assert("lock")));

        assertThat(Examples.json(request).path("params")).isEqualTo(Examples.json("""
            ["db",
             {"op":"insert","table":"T","uuid-name":"fresh","row":{"peer":["named-uuid","fresh"]}},
             {"op":"select","table":"T","where":[["options","includes",["map",[["k","v"]]]]],"columns":["_uuid","name"]},
             {"op":"select","table":"T","where":[]},
             {"op":"update","table":"T","where":[["_uuid","==",["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]]],"row":{"tag":["set",[]]}},
             {"op":"delete","table":"T","where":[["_uuid","==",["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]]]},
             {"op":"wait","table":"T","where":[["name","==","x"]],"columns":["_uuid"],"until":"==","rows":[],"timeout":0},
             {"op":"commit","durable":true},
             {"op":"abort"},
             {"op":"comment","comment":"why"},
             {"op":"assert","lock":"lock"}]\
            """));
    }

    private static final Column<Optional<Long>> TAG = Column.optional("T", "tag", AtomKind.INTEGER);
    private static final Column<Set<String>> NAMES = Column.set("T", "names", AtomKind.STRING);

    @Test
    void everyComparisonHasItsSymbol() {
        var seven = Optional.of(7L);
        var where = List.of(
                TAG.isLessThan(seven),
                TAG.isAtMost(seven),
                TAG.is(seven),
                TAG.isNot(Optional.empty()),
                TAG.isAtLeast(seven),
                TAG.isGreaterThan(seven),
                NAMES.includes(Set.of("a")),
                NAMES.excludes(Set.of("a")));

        assertThat(where)
                .extracting(condition -> ((Condition.Clause) condition).comparison())
                .containsExactly(Condition.Comparison.values());
        assertThat(operation(new Operation.Delete("T", where)).path("where")).isEqualTo(Examples.json("""
            [["tag","<",7],["tag","<=",7],["tag","==",7],["tag","!=",["set",[]]],["tag",">=",7],["tag",">",7],
             ["names","includes",["set",["a"]]],["names","excludes",["set",["a"]]]]\
            """));
        assertThat(List.of(
                        Condition.lessThan("tag", Value.of(7)),
                        Condition.atMost("tag", Value.of(7)),
                        Condition.equal("tag", Value.of(7)),
                        Condition.notEqual("tag", Value.none()),
                        Condition.atLeast("tag", Value.of(7)),
                        Condition.greaterThan("tag", Value.of(7)),
                        Condition.includes("names", OvsSet.of(Value.of("a"))),
                        Condition.excludes("names", OvsSet.of(Value.of("a")))))
                .isEqualTo(where);
    }

    @Test
    void everyMutatorHasItsSymbol() {
        var two = Optional.of(2L);
        var mutations = List.of(
                TAG.plus(two),
                TAG.minus(two),
                TAG.times(two),
                TAG.dividedBy(two),
                TAG.modulo(two),
                NAMES.insert(Set.of("a")),
                NAMES.delete(Set.of("a")));

        assertThat(mutations).extracting(Mutation::mutator).containsExactly(Mutation.Mutator.values());
        assertThat(operation(new Operation.Mutate("T", List.of(), mutations)).path("mutations"))
                .isEqualTo(Examples.json("""
                    [["tag","+=",2],["tag","-=",2],["tag","*=",2],["tag","/=",2],["tag","%=",2],
                     ["names","insert",["set",["a"]]],["names","delete",["set",["a"]]]]\
                    """));
        assertThat(List.of(
                        Mutation.add("tag", Value.of(2)),
                        Mutation.subtract("tag", Value.of(2)),
                        Mutation.multiply("tag", Value.of(2)),
                        Mutation.divide("tag", Value.of(2)),
                        Mutation.modulo("tag", Value.of(2)),
                        Mutation.insert("names", OvsSet.of(Value.of("a"))),
                        Mutation.delete("names", OvsSet.of(Value.of("a")))))
                .isEqualTo(mutations);
    }

    /** Without a timeout the server waits for ever. RFC 7047 section 5.2.6. */
    @Test
    void aWaitNamesItsTimeoutOnlyIfItHasOne() {
        var forEver = new Operation.Wait(
                "T", List.of(), List.of("tag"), Operation.Until.NOT_EQUAL, List.of(), Optional.empty());
        var twoSeconds = new Operation.Wait(
                "T",
                List.of(),
                List.of("tag"),
                Operation.Until.EQUAL,
                List.of(Map.of("tag", Value.of(7))),
                Optional.of(Duration.ofSeconds(2)));

        assertThat(operation(forEver))
                .isEqualTo(
                        Examples.json(
                                "{\"op\":\"wait\",\"table\":\"T\",\"where\":[],\"columns\":[\"tag\"],\"until\":\"!=\",\"rows\":[]}"));
        assertThat(operation(twoSeconds))
                .isEqualTo(Examples.json(
                        "{\"op\":\"wait\",\"table\":\"T\",\"where\":[],\"columns\":[\"tag\"],\"until\":\"==\","
                                + "\"rows\":[{\"tag\":7}],\"timeout\":2000}"));
    }

    private static JsonNode operation(Operation operation) {
        return Examples.json(RequestEncoder.transact(1, "db", List.of(operation)))
                .path("params")
                .path(1);
    }

    @Test
    void aMonitorNamesItsColumnsAndItsConditions() {
        var all = MonitorRequest.of("Port", List.of("name"));
        var some = new MonitorRequest(
                "Switch",
                List.of("name", "ports"),
                Set.of(MonitorRequest.Select.MODIFY),
                List.of(Condition.equal("name", Value.of("sw")), Condition.never()));

        assertThat(Examples.json(RequestEncoder.monitorCondSince(3, "db", "m", List.of(all, some), P)))
                .isEqualTo(Examples.json("""
                    {"id":3,"method":"monitor_cond_since","params":["db","m",
                     {"Port":[{"columns":["name"]}],
                      "Switch":[{"columns":["name","ports"],
                                 "select":{"initial":false,"insert":false,"delete":false,"modify":true},
                                 "where":[["name","==","sw"],false]}]},
                     "36bef046-7da7-43a5-905a-c17899216fcb"]}\
                    """));
        assertThat(Examples.json(RequestEncoder.monitor(3, "db", "m", List.of(some)))
                        .path("params")
                        .path(2)
                        .path("Switch")
                        .path(0)
                        .has("where"))
                .isFalse();
    }

    @Test
    void aConditionThatIsTakenAwayBecomesTrue() {
        assertThat(Examples.json(RequestEncoder.monitorCondChange(4, "m", "m2", Map.of("Port", List.of()))))
                .isEqualTo(
                        Examples.json(
                                "{\"id\":4,\"method\":\"monitor_cond_change\",\"params\":[\"m\",\"m2\",{\"Port\":[{\"where\":[true]}]}]}"));
    }

    @Test
    void theSmallRequestsAndTheAnswerToEcho() {
        assertThat(new String(RequestEncoder.request(1, "list_dbs"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":1,\"method\":\"list_dbs\",\"params\":[]}");
        assertThat(Examples.json(RequestEncoder.databaseChangeAware(2, true)))
                .isEqualTo(Examples.json("{\"id\":2,\"method\":\"set_db_change_aware\",\"params\":[true]}"));
        assertThat(Examples.json(RequestEncoder.response(Examples.json("\"echo\""), Examples.json("[1]"))))
                .isEqualTo(Examples.json("{\"id\":\"echo\",\"result\":[1],\"error\":null}"));
    }

    @Test
    void nulIsRefusedBeforeTheServerClosesTheConnectionForIt() {
        assertThatThrownBy(() -> RequestEncoder.request(1, "lock", "a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
        assertThatThrownBy(() -> RequestEncoder.transact(1, "db", List.of(new Operation.Comment("\0"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
