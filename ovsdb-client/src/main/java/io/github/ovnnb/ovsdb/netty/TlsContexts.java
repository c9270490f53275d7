package io.github.ovnnb.ovsdb.netty;

import io.github.ovnnb.ovsdb.session.TlsFiles;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
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
    private final TlsFiles files;
    private @Nullable SslContext current;
    private List<String> madeOf = List.of();

    TlsContexts(TlsFiles files) {
        this.files = files;
    }

    /** For one connection. The host is sent by name (SNI) and, where asked for, verified. */
    SslHandler handler(ByteBufAllocator allocator, String host, int port) {
        var handler = context().newHandler(allocator, host, port);
        // The deadline of each phase is the session's, in its own time.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private synchronized SslContext context() {
        var digests = digests();
        if (current == null || !digests.equals(madeOf)) {
            current = build();
            madeOf = digests;
        }
        return current;
    }

    private SslContext build() {
        try {
            var builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm(files.verifyHostName() ? "HTTPS" : "")
                    .trustManager(files.certificateAuthority().toFile());
            files.client()
                    .ifPresent(own -> builder.keyManager(
                            own.certificate().toFile(), own.privateKey().toFile()));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new Unusable("the TLS files cannot be used: " + rootMessage(e));
        }
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
            throw new Unusable(
                    "the TLS file " + path + " cannot be read: " + e.getClass().getSimpleName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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
