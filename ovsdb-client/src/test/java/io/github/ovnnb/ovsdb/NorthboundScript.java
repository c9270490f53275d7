package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.ScriptedServers;
import io.github.ovnnb.ovsdb.session.ScriptedServers.Conversation;

/** The usual beginning of a conversation about a small database, to be varied by the tests. */
final class NorthboundScript {
    static final String SERVER_SCHEMA = """
            {"name":"_Server","version":"1.2.0","tables":{"Database":{"columns":{
              "name":{"type":"string"},
              "model":{"type":{"key":{"type":"string","enum":["set",["clustered","relay","standalone"]]}}},
              "connected":{"type":"boolean"},"leader":{"type":"boolean"},
              "schema":{"type":{"key":"string","min":0,"max":1}},
              "cid":{"type":{"key":"uuid","min":0,"max":1}},
              "sid":{"type":{"key":"uuid","min":0,"max":1}},
              "index":{"type":{"key":"integer","min":0,"max":1}}}}}}""";

    static final String SCHEMA = """
            {"name":"Small","version":"1.0.0","tables":{"Port":{"isRoot":true,"columns":{
              "name":{"type":"string"},
              "tag":{"type":{"key":"integer","min":0,"max":1}},
              "addresses":{"type":{"key":"string","min":0,"max":"unlimited"}}},"indexes":[["name"]]}}}""";

    static final String STANDALONE = database("\"model\":\"standalone\",\"connected\":true,\"leader\":true");
    static final String LEADER = member("\"leader\":true,\"index\":100");

    static final String NO_TRANSACTION = "00000000-0000-0000-0000-000000000000";
    static final String CLUSTER = "aaaaaaaa-0000-4000-8000-000000000001";
    static final String DATABASE_ROW = "dddddddd-0000-4000-8000-000000000001";
    static final String PORT_A = "11111111-0000-4000-8000-00000000000a";
    static final String PORT_B = "11111111-0000-4000-8000-00000000000b";
    static final Index BY_NAME = Index.on("Port", "name");

    private NorthboundScript() {}

    static String database(String columns) {
        return "{\"Database\":{\"" + DATABASE_ROW + "\":{\"initial\":{\"name\":\"Small\"," + columns + "}}}}";
    }

    static String member(String columns) {
        return database("\"model\":\"clustered\",\"connected\":true,\"cid\":[\"uuid\",\"" + CLUSTER + "\"]," + columns);
    }

    static OvsdbClientOptions.Builder options(ScriptedServers servers, String remotes) {
        return OvsdbClientOptions.builder()
                .remotes(remotes)
                .shuffle(false)
                .database("Small")
                .monitor(TableDefinition.of("Port", "name", "tag", "addresses"))
                .transport(servers);
    }

    /** Up to the request for the rows. */
    static void identify(Conversation server, String databaseRow) {
        server.reply(server.expect("set_db_change_aware", "[true]"), "{}");
        server.reply(server.expect("get_schema", "[\"_Server\"]"), SERVER_SCHEMA);
        server.reply(server.expect("monitor_cond"), databaseRow);
    }

    static void giveSchema(Conversation server) {
        server.reply(server.expect("get_schema", "[\"Small\"]"), SCHEMA);
    }

    /** Of a server that keeps no history. */
    static void bringIntoStep(Conversation server, String databaseRow, String ports) {
        identify(server, databaseRow);
        giveSchema(server);
        server.reply(
                server.expect("monitor_cond_since"), "[false,\"" + NO_TRANSACTION + "\",{\"Port\":{" + ports + "}}]");
    }

    static String initial(String uuid, String name) {
        return "\"" + uuid + "\":{\"initial\":{\"name\":\"" + name + "\"}}";
    }
}
