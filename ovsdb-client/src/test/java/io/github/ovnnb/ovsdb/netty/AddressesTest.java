package io.github.ovnnb.ovsdb.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final SocketAddress A = new InetSocketAddress("127.0.0.1", 1);
    private static final SocketAddress B = new InetSocketAddress("127.0.0.2", 1);
    private static final SocketAddress C = new InetSocketAddress("127.0.0.3", 1);

    @Test
    void allAddressesOfANameAreTriedInTurn() {
        var addresses = Addresses.inTurn(List.of(A, B, C), 0, next -> {});

        assertThat(all(addresses)).containsExactly(A, B, C);
    }

    @Test
    void theOneAfterThatWhichDidNotAnswerIsTheFirstTheNextTime() {
        var turn = new AtomicInteger();
        var first = Addresses.inTurn(List.of(A, B, C), 0, turn::set);
        first.next();
        first.passOver();

        var second = Addresses.inTurn(List.of(A, B, C), turn.get(), turn::set);
        assertThat(all(second)).containsExactly(B, C, A);
        second.passOver();

        // By now the name may have fewer of them.
        assertThat(all(Addresses.inTurn(List.of(A, B), turn.get(), turn::set))).containsExactly(A, B);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "::1", "fd00::2"})
    void anAddressIsNoName(String host) throws UnknownHostException {
        assertThat(Addresses.isLiteral(host)).isTrue();
        assertThat(all(Addresses.of(host, 1, 5, next -> {}))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "ovn-nb.example", "10.0.0"})
    void aNameIsNoAddress(String host) {
        assertThat(Addresses.isLiteral(host)).isFalse();
    }

    private static List<SocketAddress> all(Addresses addresses) {
        return Stream.iterate(addresses, Addresses::hasNext, next -> next)
                .map(Addresses::next)
                .toList();
    }
}
