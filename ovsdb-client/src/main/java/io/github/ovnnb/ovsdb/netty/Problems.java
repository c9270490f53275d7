package io.github.ovnnb.ovsdb.netty;

import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** Says in an operator's words why a connection failed. */
final class Problems {
    private static final String REFUSED_AFTER_HANDSHAKE =
            "the server refused our certificate, or that we have none, after the TLS handshake";

    private Problems() {}

    static String describe(Throwable failure) {
        var cause = root(failure);
        if (cause instanceof UnknownHostException) {
            return "the host name cannot be resolved: " + cause.getMessage();
        }
        if (cause instanceof SSLException) {
            return ofHandshake(cause);
        }
        if (cause instanceof ClosedChannelException) {
            return "closed by the server";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : lowerCaseFirst(cause.getMessage());
    }

    static String ofHandshake(Throwable failure) {
        var cause = root(failure);
        if (cause instanceof ClosedChannelException) {
            return "closed by the server during the TLS handshake";
        }
        return "TLS: " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    /** With TLS 1.3 a client has finished its handshake before the server has judged its certificate. RFC 8446 section 4.4.2.4. */
    static String afterHandshake(Throwable failure) {
        var cause = root(failure);
        if (cause instanceof SSLException) {
            return REFUSED_AFTER_HANDSHAKE + ": " + cause.getMessage();
        }
        return closedAfterHandshake() + " (" + describe(failure) + ")";
    }

    static String closedAfterHandshake() {
        return "closed right after the TLS handshake: most likely the server does not accept our certificate"
                + " (another CA, expired, or not for client authentication)";
    }

    /** Below what Netty wraps around it, such as the address, which whoever reports the problem names anyway. */
    private static Throwable root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null
                && (cause instanceof DecoderException
                        || cause instanceof CompletionException
                        || cause.getCause() instanceof ConnectException
                        || isGenericHandshakeFailure(cause))) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** "General SSLEngine problem" and the like say less than what caused them. */
    private static boolean isGenericHandshakeFailure(Throwable cause) {
        return cause instanceof SSLException && cause.getCause() instanceof java.security.cert.CertificateException;
    }

    private static String lowerCaseFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
