package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.concurrent.TimeUnit;

/**
 * Gives up connections on which nothing is heard any more: when the API server's machine or the way to it vanishes, no packet says so, and
 * fabric8 itself renews a watch only every five to ten minutes.
 */
final class WatchfulHttpClientFactory extends VertxHttpClientFactory {
    /**
     * An API server sends a bookmark about once a minute, so two are missing then; but none on a kind of which its cache has heard nothing
     * since the watch began. Such a watch is dropped for nothing and goes on from where it was: one request.
     */
    private static final int SILENCE_SECONDS = 150;

    @Override
    protected void additionalConfig(WebClientOptions options) {
        options.setIdleTimeoutUnit(TimeUnit.SECONDS).setReadIdleTimeout(SILENCE_SECONDS);
    }
}
