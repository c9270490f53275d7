package io.github.ovnnb.agent.cli;

import io.github.ovnnb.ovsdb.session.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the Northbound database is, said as to ovn-nbctl(8). */
final class NorthboundOptions {
    static final String DEFAULT_REMOTE = "unix:/var/run/ovn/ovnnb_db.sock";

    @Option(
            names = {"--ovn-nb", "--db"},
            paramLabel = "REMOTE",
            defaultValue = "${env:OVN_NB_DB:-" + DEFAULT_REMOTE + "}",
            description = {
                "tcp:HOST:PORT, ssl:HOST:PORT or unix:PATH, several separated by commas.",
                "Default: $OVN_NB_DB, else " + DEFAULT_REMOTE + "."
            })
    String remote = DEFAULT_REMOTE;

    @Option(
            names = {"-p", "--private-key"},
            paramLabel = "FILE",
            description = "Our private key for ssl: remotes, PEM (PKCS#8, PKCS#1 or SEC1).")
    private @Nullable Path privateKey;

    @Option(
            names = {"-c", "--certificate"},
            paramLabel = "FILE",
            description = "Our certificate for ssl: remotes, PEM.")
    private @Nullable Path certificate;

    @Option(
            names = {"-C", "--ca-cert"},
            paramLabel = "FILE",
            description =
                    "The CA that the server's certificate must come from, PEM. The files are read again when they change.")
    private @Nullable Path authority;

    @Option(
            names = "--ssl-verify-hostname",
            description =
                    "The server's certificate must also name the host of its ssl: remote. Off by default, as for ovn-nbctl.")
    private boolean verifyHostName;

    /** What ssl: remotes need; empty if nothing of it was given. */
    Optional<TlsFiles> tls() {
        if (authority == null) {
            if (remote.contains("ssl:") || verifyHostName || certificate != null || privateKey != null) {
                throw new CommandFailed(
                        2, "ssl: remotes need --ca-cert FILE, and most servers --certificate and --private-key too");
            }
            return Optional.empty();
        }
        if ((certificate == null) != (privateKey == null)) {
            throw new CommandFailed(2, "--certificate and --private-key go together");
        }
        for (var file : Stream.of(authority, certificate, privateKey)
                .filter(Objects::nonNull)
                .toList()) {
            if (!Files.isReadable(file)) {
                throw new CommandFailed(2, file + ": no such file, or it can't be read");
            }
        }
        var ours = certificate == null || privateKey == null
                ? Optional.<TlsFiles.ClientFiles>empty()
                : Optional.of(new TlsFiles.ClientFiles(certificate, privateKey));
        // By default as OVS' own clients: any certificate of that CA will do, whatever host it names.
        return Optional.of(new TlsFiles(authority, ours, verifyHostName));
    }
}
