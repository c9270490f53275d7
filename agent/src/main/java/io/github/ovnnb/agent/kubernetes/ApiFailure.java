package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong between us and the API server, in one line for the operator. */
final class ApiFailure {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int GONE = 410;

    private ApiFailure() {}

    /**
     * @param verbs what we tried, as RBAC calls it
     * @param resource on what, as RBAC calls it
     */
    static String describe(Throwable failure, String verbs, String resource) {
        for (var cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof KubernetesClientException refused && refused.getCode() > 0) {
                return refusal(refused.getCode(), refused, verbs, resource);
            }
        }
        return connection(root(failure));
    }

    private static String refusal(int code, KubernetesClientException refused, String verbs, String resource) {
        var message = refused.getStatus() == null ? null : refused.getStatus().getMessage();
        var words = oneLine(message == null ? String.valueOf(refused.getMessage()) : message);
        return switch (code) {
            case UNAUTHORIZED -> "the API server does not accept our credentials (401)";
            case FORBIDDEN -> "the API server forbids us to " + verbs + " " + resource + ": " + words;
            case GONE -> "the API server no longer has the changes since we last looked (410)";
            default -> "the API server answered " + code + ": " + words;
        };
    }

    /** For a request that got no answer. */
    static String connection(Throwable failure) {
        var root = root(failure);
        var words = oneLine(String.valueOf(root.getMessage()));
        if (root instanceof UnknownHostException) {
            return "the API server's name can't be resolved: " + words;
        }
        if (root instanceof ConnectException) {
            return "the API server can't be reached: " + words;
        }
        if (root instanceof SSLException || root instanceof GeneralSecurityException) {
            return "no secure connection to the API server: " + words;
        }
        if (root instanceof TimeoutException) {
            return "the API server did not answer in time";
        }
        return "the connection to the API server failed: " + words;
    }

    static Throwable root(Throwable failure) {
        var root = failure;
        for (var cause = next(root); cause != null; cause = next(root)) {
            root = cause;
        }
        return root;
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure.getCause() == failure ? null : failure.getCause();
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
