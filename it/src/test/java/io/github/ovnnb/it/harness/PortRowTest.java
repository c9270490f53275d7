package io.github.ovnnb.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortRowTest {

    @Test
    void readsOneElementSetsBareAndLongerOnesTagged() {
        var rows = PortRow.parse("""
                {"data":[[["uuid","3c7e"],"web-0.default","0a:00:00:00:00:01 10.0.0.5 fd00::5",["set",[]],["map",[["vendor","v"]]]],
                         [["uuid","9d21"],"two",["set",["0a:00:00:00:00:02 10.0.0.6","unknown"]],"p",["map",[]]]],
                 "headings":["_uuid","name","addresses","port_security","external_ids"]}""");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).uuid()).isEqualTo("3c7e");
        assertThat(rows.get(0).mac()).contains("0a:00:00:00:00:01");
        assertThat(rows.get(0).ips()).containsExactly("10.0.0.5", "fd00::5");
        assertThat(rows.get(0).portSecurity()).isEmpty();
        assertThat(rows.get(0).externalIds()).containsEntry("vendor", "v");
        assertThat(rows.get(1).addresses()).hasSize(2);
    }
}
