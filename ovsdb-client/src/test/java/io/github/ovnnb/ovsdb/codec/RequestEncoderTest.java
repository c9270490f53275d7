package io.github.ovnnb.ovsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.MonitorRequest;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.util.List;
import java.util.Map;
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
                  "mutations":[["ports","insert",["set",[["uuid","36bef046-7da7-43a5-905a-c17899216fcb"]]]]]}]}"""));
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
                 {"op":"assert","lock":"lock"}]"""));
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
                         "36bef046-7da7-43a5-905a-c17899216fcb"]}"""));
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
