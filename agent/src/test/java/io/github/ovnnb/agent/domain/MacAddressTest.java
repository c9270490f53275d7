package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"00:00:00:53:6B:B6", "00-00-00-53-6b-b6", "0000.0053.6bb6"})
    void readsTheFormsThatKubeOvnReads(String text) {
        assertThat(MacAddress.of(text)).hasToString("00:00:00:53:6b:b6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00:00:00:53:6b",
                "00:00:00:53:6b:b6:01",
                "0:0:0:53:6b:b6",
                "00:00-00:53:6b:b6",
                "gg:00:00:53:6b:b6"
            })
    void refusesEverythingElse(String text) {
        assertThat(MacAddress.parse(text)).isEmpty();
    }

    @Property
    void drawsLocallyAdministeredUnicastAddresses(@ForAll long seed) {
        var mac = MacAddress.random(new Random(seed));

        assertThat(mac.isUnicast()).isTrue();
        assertThat(mac.toString().charAt(1)).isIn('2', '6', 'a', 'e');
    }
}
