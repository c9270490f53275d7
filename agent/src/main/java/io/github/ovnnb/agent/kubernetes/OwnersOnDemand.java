package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.OwnerFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.StatefulSetFacts;
import io.github.ovnnb.agent.domain.OwnerFacts.Unreadable;
import io.github.ovnnb.agent.domain.Workload.StatefulSetMember;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owners of kinds that nobody has named to us beforehand: a kind is followed from the first of its members on. Until its owners can be read,
 * and if they can't, nothing is known of them: their ports are kept.
 */
final class OwnersOnDemand implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OwnersOnDemand.class);
    private static final long AGAIN_AFTER_SECONDS = 10;

    private final KubernetesClient client;
    private final KindDiscovery discovery;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private volatile Consumer<OwnerKey> changed = key -> {};
    private volatile BiConsumer<OwnerKey, String> deleted = (key, uid) -> {};
    private volatile boolean closed;

    OwnersOnDemand(KubernetesClient client) {
        this.client = client;
        this.discovery = new KindDiscovery(new ApiServer(client));
    }

    void telling(Consumer<OwnerKey> changed, BiConsumer<OwnerKey, String> deleted) {
        this.changed = changed;
        this.deleted = deleted;
    }

    /** From memory, at once. */
    OwnerFacts owner(String namespace, StatefulSetMember member) {
        var key = new OwnerKey(member.kind(), namespace, member.name());
        return kinds.computeIfAbsent(member.kind(), Kind::new).owner(key);
    }

    @Override
    public void close() {
        closed = true;
        kinds.values().forEach(Kind::close);
    }

    /** One kind, called as kubectl does: {@code CloneSet.apps.kruise.io}. */
    private final class Kind {
        private final String name;
        /** Longer than two sweeps. */
        private final Askers asked = new Askers(15);

        private volatile Optional<ResourceWatch<?>> watch = Optional.empty();
        /** Present once all of them are known. */
        private volatile Optional<Function<OwnerKey, OwnerFacts>> known = Optional.empty();

        private volatile String problem = "";
        private boolean begun;

        Kind(String name) {
            this.name = name;
        }

        OwnerFacts owner(OwnerKey key) {
            var facts = known;
            if (facts.isPresent()) {
                return facts.get().apply(key);
            }
            asked.add(key);
            begin();
            return new Unreadable(problem);
        }

        private synchronized void begin() {
            if (!begun) {
                begun = true;
                search();
            }
        }

        private void search() {
            var unused = discovery.find(name).whenComplete((found, failure) -> {
                if (closed) {
                    return;
                }
                if (failure == null && found instanceof KindDiscovery.Found kind) {
                    follow(kind);
                } else {
                    failed(failure == null ? ((KindDiscovery.Missing) found).why() : ApiFailure.connection(failure));
                }
            });
        }

        private void failed(String why) {
            if (!why.equals(problem)) {
                problem = why;
                log.warn("owners of kind {} can't be read, will retry: {}", name, why);
                tellAsked();
            }
            asked.searchedInVain();
            Executor later = CompletableFuture.delayedExecutor(AGAIN_AFTER_SECONDS, TimeUnit.SECONDS);
            later.execute(() -> {
                if (!closed) {
                    search();
                }
            });
        }

        private synchronized void follow(KindDiscovery.Found kind) {
            if (closed) {
                // What is begun now nobody would end.
                return;
            }
            if (name.equals(StatefulSetMember.KRUISE)) {
                // What a watch brings of this kind is decoded as such.
                follow(
                        ResourceWatch.of(client, KruiseStatefulSetResource.class),
                        OrdinalSetResource::facts,
                        OrdinalSetResource::wantsTheSameAs);
            } else {
                follow(ResourceWatch.of(client, kind.context()), GenericOwner::facts, GenericOwner::wantsTheSame);
            }
        }

        private <T extends HasMetadata> void follow(
                ResourceWatch<T> owners, Function<T, StatefulSetFacts> facts, BiPredicate<T, T> same) {
            watch = Optional.of(owners);
            owners.telling(new OwnerWatch<>(this::keyOf, same, changed, deleted));
            var unused = owners.start().thenRun(() -> {
                known = Optional.of(key -> owners.named(key.namespace(), key.name())
                        .<OwnerFacts>map(facts)
                        .orElseGet(owners::absent));
                log.info("following {}", name);
                tellAsked();
            });
        }

        private OwnerKey keyOf(HasMetadata owner) {
            return new OwnerKey(
                    name,
                    owner.getMetadata().getNamespace(),
                    owner.getMetadata().getName());
        }

        private void tellAsked() {
            asked.takeAll().forEach(changed);
        }

        synchronized void close() {
            watch.ifPresent(ResourceWatch::close);
        }
    }
}
