package io.github.ovnnb.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortTableTest {
    @Test
    void alignsItsColumnsAndNamesWhatIsMissing() {
        var table = new PortTable("PORT", "OWNER", "STATE");
        table.add("web-0.default", "StatefulSet/web", "bound");
        table.add("x.y", "", "foreign");

        assertThat(table.toString().lines())
                .containsExactly(
                        "PORT            OWNER             STATE",
                        "web-0.default   StatefulSet/web   bound",
                        "x.y             <none>            foreign");
    }
}
