package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.TlsFiles;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS context made of a client's PEM files, made anew when their content has changed. Content, not time: a rotation that swaps a
 * symbolic link may bring files older than those it replaces.
 */
final class TlsContexts {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TlsFiles files;
    private @Nullable SslContext context;
    private List<String> madeOf = List.of();

    TlsContexts(TlsFiles files) {
        this.files = files;
    }

    /** For one connection; reads files. */
    synchronized SslContext current() {
        var digests = digests();
        if (context == null || !digests.equals(madeOf)) {
            context = build();
            madeOf = digests;
        }
        return context;
    }

    /** For one connection that a server opens to us; reads files. */
    SslContext forListening() {
        var own = files.client()
                .orElseThrow(() -> new Unusable("a pssl: remote needs a certificate and a private key of its own"));
        try {
            return identified(own, SslContextBuilder::forServer)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .trustManager(files.certificateAuthority().toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new Unusable("the TLS files cannot be used: " + rootMessage(e));
        }
    }

    private SslContext build() {
        try {
            var builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .endpointIdentificationAlgorithm(files.verifyHostName() ? "HTTPS" : "")
                    .trustManager(files.certificateAuthority().toFile());
            files.client().ifPresent(own -> identified(own, builder::keyManager));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new Unusable("the TLS files cannot be used: " + rootMessage(e));
        }
    }

    private static SslContextBuilder identified(TlsFiles.ClientFiles own, Identity identity) {
        try (var certificate = Files.newInputStream(own.certificate())) {
            var key = PrivateKeyPem.asPkcs8(Files.readString(own.privateKey(), StandardCharsets.ISO_8859_1));
            return identity.with(certificate, new ByteArrayInputStream(key.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new Unusable("the TLS file " + own.certificate() + " or " + own.privateKey() + " cannot be read: "
                    + describe(e));
        } catch (IllegalArgumentException e) {
            throw new Unusable("the TLS files " + own.certificate() + " and " + own.privateKey() + " cannot be used: "
                    + rootMessage(e));
        }
    }

    private interface Identity {
        SslContextBuilder with(InputStream certificate, InputStream privateKey);
    }

    private static String rootMessage(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return failure.getMessage() + (cause == failure ? "" : " (" + cause.getMessage() + ")");
    }

    private List<String> digests() {
        var paths = new ArrayList<Path>();
        paths.add(files.certificateAuthority());
        files.client().ifPresent(own -> {
            paths.add(own.certificate());
            paths.add(own.privateKey());
        });
        return paths.stream().map(TlsContexts::digest).toList();
    }

    private static String digest(Path path) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new Unusable("the TLS file " + path + " cannot be read: " + describe(e));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String describe(IOException e) {
        return e instanceof NoSuchFileException ? "it does not exist" : String.valueOf(e.getMessage());
    }

    /** The files do not make a context: an operator has to mend them. */
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
