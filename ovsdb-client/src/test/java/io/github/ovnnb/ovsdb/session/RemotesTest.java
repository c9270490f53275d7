package io.github.ovnnb.ovsdb.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp:127.0.0.1:6641",
                "tcp:db.example.org:16641",
                "tcp:[::1]:6641",
                "ssl:[fd00::1]:6641",
                "unix:/run/ovn/ovnnb_db.sock",
                "ptcp:6641:127.0.0.1",
                "pssl:6641:[::1]",
                "punix:/run/ovn/client.sock"
            })
    void readsARemoteAsOpenVSwitchWritesIt(String text) {
        assertThat(Remote.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp:10.0.0.1, tcp:10.0.0.1:6640",
        "ssl:[::1], ssl:[::1]:6640",
        "tcp:db.example.org, tcp:db.example.org:6640"
    })
    void theDefaultPortIsThatOfOvsdb(String written, String meant) {
        assertThat(Remote.parse(written)).isEqualTo(Remote.parse(meant)).hasToString(meant);
    }

    @Test
    void listensOnAllOfIpv4WhereNoAddressIsGiven() {
        assertThat(Remote.parse("ptcp:6641")).isEqualTo(new Remote.Passive(new Remote.Tcp("0.0.0.0", 6641)));
    }

    @Test
    void whoWaitsForAServerTriesNoOther() {
        assertThatThrownBy(() -> Remotes.parse("ptcp:6641,tcp:10.0.0.1:6641"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stands alone");
    }

    @Test
    void keepsAnIpv6AddressWithoutItsBrackets() {
        assertThat(Remote.parse("tcp:[fd00::1]:6641")).isEqualTo(new Remote.Tcp("fd00::1", 6641));
    }

    @Test
    void readsACommaSeparatedListAndTheClustersId() {
        var remotes = Remotes.parse("tcp:10.0.0.1:6641, ssl:[::1]:6642,cid:5d2c1e2a-0000-4000-8000-000000000001");

        assertThat(remotes.members()).containsExactly(new Remote.Tcp("10.0.0.1", 6641), new Remote.Ssl("::1", 6642));
        assertThat(remotes.clusterId()).contains(UUID.fromString("5d2c1e2a-0000-4000-8000-000000000001"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        tcp:                | the host is missing
        ssl:[::1]6641       | followed by what is no port
        tcp:fd00::1:6641    | an IPv6 address is written in brackets
        tcp:[::1:6641       | is not closed
        tcp::6641           | the host is missing
        tcp:db:http         | 'http' is not a port
        tcp:db:65536        | '65536' is not a port
        tcp:db:0            | '0' is not a port
        ptcp:127.0.0.1:6641 | '127.0.0.1' is not a port
        ptcp:6641:          | the host is missing
        pssl:6641:[::1      | is not closed
        punix:              | the path of the socket is missing
        unix:               | the path of the socket is missing
        10.0.0.1            | it has no method
        http://10.0.0.1     | its method is none of
        """)
    void saysWhatIsWrongWithARemote(String text, String why) {
        assertThatThrownBy(() -> Remote.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining(why);
    }

    @Test
    void anEmptyListIsNoDatabase() {
        assertThatThrownBy(() -> Remotes.parse(" , ")).hasMessageContaining("no remote is given");
    }

    @Test
    void shufflesByTheGivenRandomSourceAndLosesNobody() {
        var remotes = Remotes.parse("tcp:a:1,tcp:b:1,tcp:c:1");
        var first = new HashSet<Remote>();
        for (var seed = 0; seed < 50; seed++) {
            var shuffled = remotes.shuffled(new Random(seed));
            assertThat(shuffled.members()).containsExactlyInAnyOrderElementsOf(remotes.members());
            first.add(shuffled.members().get(0));
        }

        assertThat(first).hasSize(3);
        assertThat(remotes.shuffled(new Random(7))).isEqualTo(remotes.shuffled(new Random(7)));
    }
}
