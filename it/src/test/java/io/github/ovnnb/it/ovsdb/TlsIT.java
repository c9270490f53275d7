package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.Northbound.DATABASE;
import static io.github.ovnnb.it.ovsdb.Northbound.addSwitch;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.OvsdbHost;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Pki;
import io.github.ovnnb.ovsdb.ConnectionStatus;
import io.github.ovnnb.ovsdb.OvsdbClient;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import io.github.ovnnb.ovsdb.session.TlsFiles.ClientFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates that are new, wrong or missing. Every test has servers of its own, because it changes their files. */
class TlsIT {

    private final OvsdbHost host = new OvsdbHost();
    private Pki pki;
    private OvsdbServer server;

    @BeforeEach
    void startServer() {
        host.start();
        pki = Pki.on(host);
        server = host.standalone(DATABASE, OvsdbHost.NORTHBOUND_SCHEMA).start();
    }

    @AfterEach
    void stopServer() {
        host.close();
    }

    @Test
    void aRotatedAuthorityWithNewCertificatesIsTakenUpWithoutARestartOfTheClient() {
        try (var under = ClientUnderTest.start(
                Northbound.options(server.ssl()).tls(files(pki.authority(), clientFiles(), true)))) {
            under.commit(addSwitch(UUID.randomUUID(), "before"));

            pki.newAuthority("ca");
            pki.issue("server", "serverAuth", "ca", "DNS:localhost,IP:127.0.0.1");
            pki.issue("client", "clientAuth", "ca", "DNS:client");
            under.commit(addSwitch(UUID.randomUUID(), "over the connection that stands"));
            server.kill9();
            eventually(() -> assertThat(under.isSynced()).isFalse());
            server.start();

            under.awaitSynced();
            under.commit(addSwitch(UUID.randomUUID(), "after"));
        }
    }

    @Test
    void aRotatedServerCertificateIsServedAndTakenWithoutARestartOfEither() {
        try (var under = ClientUnderTest.start(
                Northbound.options(server.ssl()).tls(files(pki.authority(), clientFiles(), true)))) {
            pki.issue("server", "serverAuth", "ca", "DNS:localhost,IP:127.0.0.1");
            pki.issue("client", "clientAuth", "ca", "DNS:client");
            server.appctl("ovsdb-server/reconnect");

            eventually(() -> assertThat(under.disconnects()).isPositive());
            under.awaitSynced();
            under.commit(addSwitch(UUID.randomUUID(), "after"));
        }
    }

    @Test
    void aClientWithoutACertificateIsToldThatTheServerWantsOne() {
        assertThat(whyNot(files(pki.authority(), Optional.empty(), true))).containsIgnoringCase("certificate");
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() {
        pki.newAuthority("stranger");

        assertThat(whyNot(files(pki.file("stranger.pem"), clientFiles(), true))).containsIgnoringCase("certificat");
    }

    @Test
    void aServerByAnotherNameIsRefusedUnlessNamesDoNotMatter() {
        pki.issue("server", "serverAuth", "ca", "DNS:elsewhere.example");
        server.kill9();
        server.start();

        assertThat(whyNot(files(pki.authority(), clientFiles(), true))).contains("127.0.0.1");
        try (var under = ClientUnderTest.start(
                Northbound.options(server.ssl()).tls(files(pki.authority(), clientFiles(), false)))) {
            under.commit(addSwitch(UUID.randomUUID(), "unverified"));
            assertThat(under.isSynced()).isTrue();
        }
    }

    private static TlsFiles files(Path authority, Optional<ClientFiles> client, boolean verify) {
        return new TlsFiles(authority, client, verify);
    }

    private Optional<ClientFiles> clientFiles() {
        return Optional.of(new ClientFiles(pki.clientCertificate(), pki.clientKey()));
    }

    /** What the status says of a connection that does not come to be. */
    private String whyNot(TlsFiles files) {
        var reasons = new CopyOnWriteArrayList<String>();
        var options = Northbound.options(server.ssl()).tls(files).build();
        try (var client = OvsdbClient.create(options);
                var subscription = client.onStatus(status -> reasonIn(status).ifPresent(reasons::add), Runnable::run)) {
            assertThat(subscription).isNotNull();
            var synced = client.start().toCompletableFuture();
            eventually(() -> assertThat(reasons).isNotEmpty());
            assertThat(synced).isNotDone();
            return String.join("\n", List.copyOf(reasons));
        }
    }

    private static Optional<String> reasonIn(ConnectionStatus status) {
        return status instanceof ConnectionStatus.Disconnected disconnected
                ? Optional.of(disconnected.reason())
                : Optional.empty();
    }
}
