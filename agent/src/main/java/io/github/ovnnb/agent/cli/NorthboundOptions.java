package io.github.ovnnb.agent.cli;

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
}
