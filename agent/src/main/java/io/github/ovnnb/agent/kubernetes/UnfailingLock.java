package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock whose mishaps are all of the kind after which fabric8's elector tries again. Any other (a Lease that somebody has mutilated, say) would
 * end its acquiring for good, and nobody would hear of it. Notes when it was renewed.
 */
final class UnfailingLock implements Lock {
    private final Lock lock;
    private final Renewal renewal;

    /** @param renewal told of each that succeeded */
    UnfailingLock(Lock lock, Renewal renewal) {
        this.lock = lock;
        this.renewal = renewal;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
        return guarded(() -> lock.get(client));
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord leader) {
        renewing(() -> lock.create(client, leader));
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord leader) {
        renewing(() -> lock.update(client, leader));
    }

    private void renewing(Runnable action) {
        var asked = renewal.now();
        guarded(() -> {
            action.run();
            return true;
        });
        renewal.askedForAt(asked);
    }

    private static <T extends @Nullable Object> T guarded(Supplier<T> action) {
        try {
            return action.get();
        } catch (KubernetesClientException handled) {
            throw handled;
        } catch (RuntimeException unexpected) {
            throw new KubernetesClientException("the lease can't be read", unexpected);
        }
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
