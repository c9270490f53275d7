package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.SWITCH;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.ovsdb.ConnectionStatus;
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

    /** Nobody probes a unix socket: without this the client would hold on to the first for ever. */
    @Test
    void aLaterServerTakesThePlaceOfOneThatHasGoneSilent() {
        try (var host = new OvsdbHost()) {
            host.start();
            var first = host.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
            var second = host.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
            first.appctl("ovsdb-server/add-remote", "unix:/run/ovn/client.sock");
            var socket = host.directory().resolve("client.sock");
            try (var under = ClientUnderTest.start(Northbound.options("punix:" + socket))) {
                under.commit(addSwitch(UUID.randomUUID(), "of the first"));

                first.pause();
                second.appctl("ovsdb-server/add-remote", "unix:/run/ovn/client.sock");

                eventually(() -> assertThat(under.disconnects()).isPositive());
                under.awaitSynced();
                assertThat(under.states)
                        .anyMatch(state -> state instanceof ConnectionStatus.Disconnected ended
                                && ended.reason().contains("another server has connected in its place"));
                assertThat(under.snapshot().rows(SWITCH)).isEmpty();
                under.commit(addSwitch(UUID.randomUUID(), "of the second"));
                assertThat(second.client("dump", DATABASE, "Logical_Switch", "name"))
                        .contains("of the second")
                        .doesNotContain("of the first");
            }
        }
    }
}
