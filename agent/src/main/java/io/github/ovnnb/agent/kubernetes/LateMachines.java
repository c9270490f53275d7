package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for KubeVirt on a cluster that had none when we started, as soon as a Pod or a port belongs to a virtual machine. */
final class LateMachines implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LateMachines.class);
    private static final long AGAIN_AFTER_SECONDS = 5;
    private static final List<Class<? extends PartialResource>> KINDS =
            List.of(VirtualMachineResource.class, MachineInstanceResource.class, MigrationResource.class);

    private final ApiServer api;
    /** Longer than two sweeps. */
    private final Askers asked = new Askers(30);

    private Supplier<CompletionStage<Void>> follow = () -> CompletableFuture.completedFuture(null);
    private Consumer<OwnerKey> changed = key -> {};
    private boolean searching;
    private boolean closed;

    LateMachines(ApiServer api) {
        this.api = api;
    }

    /** @param follow begins to follow them; completes when they are known */
    synchronized void telling(Supplier<CompletionStage<Void>> follow, Consumer<OwnerKey> changed) {
        this.follow = follow;
        this.changed = changed;
    }

    synchronized void lookFor(OwnerKey machine) {
        asked.add(machine);
        if (!searching) {
            searching = true;
            search();
        }
    }

    private synchronized void search() {
        if (closed) {
            return;
        }
        var path = "/apis/" + HasMetadata.getGroup(VirtualMachineResource.class) + "/"
                + HasMetadata.getVersion(VirtualMachineResource.class);
        var unused = api.get(path).whenComplete((answer, failure) -> {
            if (failure == null && answer.isSuccess() && servesAll(answer.text())) {
                found();
            } else {
                asked.searchedInVain();
                CompletableFuture.delayedExecutor(AGAIN_AFTER_SECONDS, TimeUnit.SECONDS)
                        .execute(this::search);
            }
        });
    }

    private static boolean servesAll(String resources) {
        return KINDS.stream().allMatch(kind -> resources.contains("\"" + HasMetadata.getPlural(kind) + "\""));
    }

    synchronized void found() {
        if (closed) {
            // What is begun now nobody would end.
            return;
        }
        log.info("KubeVirt is there now");
        var unused = follow.get().thenRun(() -> asked.takeAll().forEach(changed));
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
