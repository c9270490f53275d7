package io.github.ovnnb.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.session.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NorthboundOptionsTest {
    @TempDir
    private static Path directory;

    private static NorthboundOptions read(String... arguments) {
        var options = new NorthboundOptions();
        var unused = new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("northbound", mixin(options)))
                .parseArgs(arguments);
        return options;
    }

    private static CommandLine.Model.CommandSpec mixin(NorthboundOptions options) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
    }

    private static String authority() throws IOException {
        return "--ca-cert=" + Files.writeString(directory.resolve("ca.pem"), "");
    }

    @Test
    void verifiesTheHostNameOnlyWhereAskedFor() throws IOException {
        assertThat(read("--db=ssl:nb:6641", authority()).tls().map(TlsFiles::verifyHostName))
                .hasValue(false);
        assertThat(read("--db=ssl:nb:6641", authority(), "--ssl-verify-hostname")
                        .tls()
                        .map(TlsFiles::verifyHostName))
                .hasValue(true);
    }

    @Test
    void verifiesNothingWithoutACertificateAuthority() {
        for (var arguments : new String[][] {{"--db=ssl:nb:6641"}, {"--db=tcp:nb:6641", "--ssl-verify-hostname"}}) {
            assertThatThrownBy(() -> read(arguments).tls())
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("need --ca-cert FILE");
        }
    }
}
