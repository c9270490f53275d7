package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvsdbHost;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A server that is told to connect to the client, as it connects to a controller that it could not be reached by. */
class PassiveIT {

    @Test
    void aServerComesToTheClientThatListensAndComesAgainAfterARestart() {
        try (var host = new OvsdbHost()) {
            host.start();
            var server = host.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
            server.appctl("ovsdb-server/add-remote", "unix:/run/ovn/client.sock");
            var socket = host.directory().resolve("client.sock");
            try (var under = ClientUnderTest.start(Northbound.options("punix:" + socket))) {
                under.commit(addSwitch(UUID.randomUUID(), "before"));

                server.kill9();
                eventually(() -> assertThat(under.isSynced()).isFalse());
                server.start();
                server.appctl("ovsdb-server/add-remote", "unix:/run/ovn/client.sock");

                under.awaitSynced();
                under.commit(addSwitch(UUID.randomUUID(), "after"));
                assertThat(server.client("dump", DATABASE, "Logical_Switch", "name"))
                        .contains("before", "after");
            }
        }
    }
}
