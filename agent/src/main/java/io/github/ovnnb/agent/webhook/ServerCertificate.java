package io.github.ovnnb.agent.webhook;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's certificate and key in PEM files (the key PKCS#8), read again when their content has changed. Content, not time: a rotation that
 * swaps a symbolic link may bring files older than those it replaces. While a rotation is half done, the certificate from before serves.
 */
final class ServerCertificate {
    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

    private final Path certificate;
    private final Path privateKey;
    private @Nullable Loaded loaded;
    private String complained = "";

    private record Loaded(byte[] certificate, byte[] privateKey, SSLContext context) {
        boolean isMadeOf(byte[] certificateNow, byte[] privateKeyNow) {
            return Arrays.equals(certificate, certificateNow) && Arrays.equals(privateKey, privateKeyNow);
        }
    }

    ServerCertificate(Path certificate, Path privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /** Why the files can't be used now, for a person; empty if they can. */
    Optional<String> problem() {
        return refresh();
    }

    /** For one connection. @throws IllegalStateException if there has never been a usable certificate */
    synchronized SSLContext current() {
        refresh().filter(problem -> !problem.equals(complained)).ifPresent(problem -> {
            complained = problem;
            log.warn("{}; serving with the certificate from before", problem);
        });
        if (loaded == null) {
            throw new IllegalStateException("no certificate");
        }
        return loaded.context();
    }

    private synchronized Optional<String> refresh() {
        try {
            var certificateNow = Files.readAllBytes(certificate);
            var privateKeyNow = Files.readAllBytes(privateKey);
            if (loaded == null || !loaded.isMadeOf(certificateNow, privateKeyNow)) {
                loaded = new Loaded(certificateNow, privateKeyNow, context());
                complained = "";
                log.info("certificate {} read", certificate);
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException unusable) {
            return Optional.of("certificate " + certificate + " with private key " + privateKey + " can't be used: "
                    + words(unusable));
        }
    }

    private SSLContext context() throws IOException {
        var context = SslContextBuilder.forServer(certificate.toFile(), privateKey.toFile())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
        return ((JdkSslContext) context).context();
    }

    private static String words(Exception unusable) {
        Throwable cause = unusable;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return unusable instanceof java.nio.file.NoSuchFileException
                ? unusable.getMessage() + " does not exist"
                : String.valueOf(cause.getMessage());
    }
}
