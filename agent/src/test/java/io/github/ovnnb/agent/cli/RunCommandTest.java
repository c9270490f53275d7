package io.github.ovnnb.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(before);
    }

    @ParameterizedTest(name = "run {0}")
    @CsvSource(delimiter = '|', textBlock = """
            --mode nodes                                | "nodes" is neither central (one agent for the whole cluster) nor node
            --mode node --node-name=                    | --mode node needs --node-name NAME
            --mode node --node-name=Node_1              | "Node_1" can't be the name of a Node
            --mode node --node-name=n1 --leader-elect   | --leader-elect is for --mode central
            """)
    void saysWhatIsWrongWithTheModeAndEndsWithTwo(String options, String words) {
        int exitCode = Main.execute(("run " + options).split(" +"));

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains(words);
    }
}
