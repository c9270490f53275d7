package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.ovnnb.it.harness.OvnContainer;
import org.junit.jupiter.api.Test;

/** Has a container of its own, because it stops and freezes the Northbound. */
class OvnContainerIT {

    @Test
    void answersNbctlAndKeepsItsRowsThroughACrash() {
        try (var ovn = new OvnContainer()) {
            ovn.start();
            ovn.nbctl("ls-add", "sw0");
            ovn.nbctl(
                    "lsp-add",
                    "sw0",
                    "web-0.default",
                    "--",
                    "lsp-set-addresses",
                    "web-0.default",
                    "0a:00:00:00:00:01 10.0.0.5");
            var before = ovn.port("web-0.default").orElseThrow();

            ovn.killNorthbound();
            assertThatIllegalStateException().isThrownBy(() -> ovn.nbctl("--timeout=1", "ls-list"));
            ovn.startNorthbound();

            assertThat(ovn.ports()).containsExactly(before);
            assertThat(before.ips()).containsExactly("10.0.0.5");
            assertThat(before.mac()).contains("0a:00:00:00:00:01");
        }
    }

    @Test
    void handsNbctlEveryWordAsItIsAndTellsWhyItFailed() {
        try (var ovn = new OvnContainer()) {
            ovn.start();
            var note = "it's \\ \"$HOME\" `id`;\nline two, ü";
            ovn.nbctl("ls-add", "sw0", "--", "set", "Logical_Switch", "sw0", "external_ids:note=\"two words\"");
            ovn.nbctl("comment", note);

            assertThat(ovn.nbctl("get", "Logical_Switch", "sw0", "external_ids:note"))
                    .isEqualTo("\"two words\"");
            assertThatIllegalStateException()
                    .isThrownBy(() -> ovn.nbctl("get", "Logical_Switch", note, "name"))
                    .withMessageContaining("no row \"" + note + "\" in table Logical_Switch");
            assertThat(ovn.nbctl("ls-list")).as("after one that failed").contains("(sw0)");
        }
    }

    @Test
    void northdTurnsAPortIntoABindingOfTheSouthbound() {
        try (var ovn = new OvnContainer()) {
            ovn.start();
            ovn.nbctl("ls-add", "sw0", "--", "lsp-add", "sw0", "p0");

            ovn.nbctl("--timeout=20", "--wait=sb", "sync");

            assertThat(ovn.nbctl("get", "NB_Global", ".", "sb_cfg")).isNotEqualTo("0");
        }
    }

    @Test
    void aFrozenNorthboundAnswersNobodyUntilItGoesOn() {
        try (var ovn = new OvnContainer()) {
            ovn.start();

            ovn.pauseNorthbound();
            assertThatIllegalStateException().isThrownBy(() -> ovn.nbctl("--timeout=1", "ls-list"));
            ovn.resumeNorthbound();

            assertThat(ovn.nbctl("--timeout=5", "ls-list")).isEmpty();
        }
    }
}
