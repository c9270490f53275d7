package io.github.ovnnb.ovsdb.session;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a client shows and trusts on {@code ssl:} remotes, as PEM files. They are looked at before every connection and read again
 * when they have changed, so a rotated certificate needs no restart.
 *
 * @param certificateAuthority the CA certificates that a server's certificate must descend from
 * @param client our own certificate and key; servers of OVS usually demand one
 * @param verifyHostName whether the server's certificate must name the host that was connected to. Off matches OVS' own clients,
 *     which trust any certificate of the CA
 */
public record TlsFiles(Path certificateAuthority, Optional<ClientFiles> client, boolean verifyHostName) {

    /**
     * A client certificate (chain) and its private key.
     *
     * @param certificate in PEM, with those of intermediate authorities
     * @param privateKey PKCS#8, unencrypted ({@code BEGIN PRIVATE KEY})
     */
    public record ClientFiles(Path certificate, Path privateKey) {}
}
