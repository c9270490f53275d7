package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PodFacts.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
    private static final PortIdentity PORT = PortIdentity.of("shop", "p");

    private static PodFacts told(String addresses, String logicalSwitch) {
        var macAndIps = addresses.split(" ", 2);
        var annotations = Map.of(
                "ovn.kubernetes.io/allocated",
                "true",
                "ovn.kubernetes.io/logical_switch",
                logicalSwitch,
                "ovn.kubernetes.io/mac_address",
                macAndIps[0],
                "ovn.kubernetes.io/ip_address",
                macAndIps[1].replace(' ', ','));
        return new PodFacts("shop", "p", "uid", "1", annotations, Optional.empty(), Phase.RUNNING, false, false, "n");
    }

    private static PortFacts row(String addresses, String logicalSwitch) {
        return new PortFacts(
                new UUID(0, 1),
                PORT.portName(),
                Set.of(logicalSwitch.split(",")),
                Set.of(addresses.split(",")),
                Set.of(),
                Optional.of(PORT),
                Optional.empty(),
                ChassisBinding.ANYWHERE,
                "kube-ovn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            02:00:00:00:00:05 10.16.0.5         | s   | true
            02:00:00:00:00:05 10.16.0.5 fd00::5 | s   | false
            02:00:00:00:00:06 10.16.0.5         | s   | false
            02:00:00:00:00:05 10.16.0.6         | s   | false
            02:00:00:00:00:05 10.16.0.5         | t   | false
            02:00:00:00:00:05 10.16.0.5         | s,t | false
            """)
    void isKeptWordForWordByARowOfTheSameAddressesOnTheSameSwitch(String addresses, String switches, boolean kept) {
        var pods = List.of(told("02:00:00:00:00:05 10.16.0.5", "s"));

        assertThat(Promise.isWordForWord(row(addresses, switches), pods, PORT)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"02:00:00:00:00:05 10.16.0.5", "02:00:00:00:00:05 10.16.0.5 fd00::5"})
    void whatIsKeptWordForWordIsWhatWasPromised(String addresses) {
        var pods = List.of(told(addresses, "s"));
        var row = row(addresses, "s");

        assertThat(Promise.isWordForWord(row, pods, PORT)).isTrue();
        assertThat(Promise.to(pods, PORT)).isEqualTo(row.placement()).isPresent();
    }

    @Test
    void aPodThatWasToldNothingIsPromisedNothing() {
        var pod = new PodFacts("shop", "p", "uid", "1", Map.of(), Optional.empty(), Phase.PENDING, false, false, "n");

        assertThat(Promise.isWordForWord(row("02:00:00:00:00:05 10.16.0.5", "s"), List.of(pod), PORT))
                .isFalse();
        assertThat(Promise.to(List.of(pod), PORT)).isEmpty();
    }
}
