package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row that is written for a Pod whose annotations we do not see yet: it may have been told, so it keeps what it asked for. */
class PromisedPlacementTest {
    private static final String ADDRESSES = "02:00:00:00:00:05 10.16.0.5";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-              | -",
                "ip_address     | 10.16.0.5",
                "ip_pool        | 10.16.0.4,10.16.0.5",
                "mac_address    | 02:00:00:00:00:05",
                "logical_switch | ovn-default",
                "ip_family      | ipv4",
                "ip_address     | 10.16.0.9",
                "ip_address     | nonsense",
                "ip_pool        | 10.16.0.9",
                "mac_address    | 02:00:00:00:00:09",
            })
    void standsWhateverThePodAsksForNowAndWhoeverElseTookTheAddress(String key, String value) {
        var scene = new Scene().portOfPod("p", ADDRESSES).foreignPort("theirs", "02:00:00:00:00:77 10.16.0.5");
        if (key == null) {
            scene.pod("p");
        } else {
            scene.pod("p", key, value);
        }

        var bind = (Plan.Bind) scene.look("p").plan();

        assertThat(bind.placement().addresses()).hasToString(ADDRESSES);
    }
}
