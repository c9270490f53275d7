package io.github.ovnnb.ovsdb.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PendingCallsTest {
    private final PendingCalls<String> calls = new PendingCalls<>();

    @Test
    void handsEveryAnswerToItsCallOnce() {
        calls.add(1, "list_dbs");
        calls.add(2, "transact");

        assertThat(calls.answered(2)).contains("transact");
        assertThat(calls.answered(2)).isEmpty();
        assertThat(calls.size()).isEqualTo(1);
    }

    @Test
    void anAnswerToNobodyIsNobodys() {
        assertThat(calls.answered(99)).isEmpty();
    }

    @Test
    void refusesAnIdThatIsInUse() {
        calls.add(1, "echo");

        assertThatThrownBy(() -> calls.add(1, "echo")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void abandonsAllInTheOrderWrittenAndMayBeUsedWhileItsOrphansAreTold() {
        calls.add(3, "a");
        calls.add(1, "b");

        calls.abandonAll().forEach(orphan -> calls.add(10 + calls.size(), orphan + " again"));

        assertThat(calls.find(10)).contains("a again");
        assertThat(calls.find(11)).contains("b again");
    }
}
