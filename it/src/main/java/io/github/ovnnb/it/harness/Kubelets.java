package io.github.ovnnb.it.harness;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the scheduler and the kubelets of a control plane that has none. It makes Node objects and binds Pods to them in
 * turn (DaemonSet Pods where their affinity says), reports a Pod Running and Ready with the addresses of its annotations
 * as soon as {@code ovn.kubernetes.io/allocated} is "true", and finishes graceful deletions. No container ever runs.
 *
 * <p>Annotations for tests: {@code ovnnb.test/phase=Succeeded|Failed} ends an allocated Pod; {@code
 * ovnnb.test/hold=true} leaves a Pod alone, so that it is neither made ready nor removed.
 */
public final class Kubelets implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Kubelets.class);
    private static final PatchContext STRATEGIC_MERGE = PatchContext.of(PatchType.STRATEGIC_MERGE);

    /** What an event missed, the next round brings. */
    private static final Duration RESYNC = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final List<String> nodes;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newFixedThreadPool(8, work -> {
        var thread = new Thread(work, "kubelets");
        thread.setDaemon(true);
        return thread;
    });

    private Kubelets(KubernetesClient client, List<String> nodes) {
        this.client = client;
        this.nodes = List.copyOf(nodes);
    }

    /** Makes that many Nodes, {@code node-1} and so on, and begins to look after Pods. */
    public static Kubelets start(Kubeconfig identity, int numberOfNodes) {
        var client = identity.newClient();
        var nodes = IntStream.rangeClosed(1, numberOfNodes)
                .mapToObj(number -> "node-" + number)
                .toList();
        nodes.forEach(name -> makeNode(client, name));
        var kubelets = new Kubelets(client, nodes);
        kubelets.watch();
        return kubelets;
    }

    /** The names of the Nodes, in the order of their turns. */
    public List<String> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        client.close();
    }

    private static void makeNode(KubernetesClient client, String name) {
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .build();
        client.nodes().resource(node).createOr(NonDeletingOperation::update);
        client.nodes().withName(name).edit(Kubelets::withoutTaints);
    }

    /** The API server taints a new Node as not ready, and DaemonSets then leave it out. */
    private static Node withoutTaints(Node node) {
        return new NodeBuilder(node)
                .editOrNewSpec()
                .withTaints(List.of())
                .endSpec()
                .build();
    }

    /** The node is gone: no Pod is bound to it any more, and none of its Pods is looked after. */
    public void lose(String node) {
        lost.add(node);
        var unused = client.nodes().withName(node).delete();
    }

    /** A node of that name is there again. */
    public void regain(String node) {
        makeNode(client, node);
        lost.remove(node);
    }

    private void watch() {
        client.pods()
                .inAnyNamespace()
                .inform(
                        new ResourceEventHandler<>() {
                            @Override
                            public void onAdd(Pod pod) {
                                offer(pod);
                            }

                            @Override
                            public void onUpdate(Pod before, Pod pod) {
                                offer(pod);
                            }

                            @Override
                            public void onDelete(Pod pod, boolean finalStateUnknown) {}
                        },
                        RESYNC.toMillis());
    }

    private void offer(Pod pod) {
        if (!workers.isShutdown()) {
            workers.execute(() -> attend(pod));
        }
    }

    private void attend(Pod pod) {
        var node = pod.getSpec().getNodeName();
        if (node != null && lost.contains(node)) {
            return;
        }
        try {
            switch (PodCare.nextFor(pod)) {
                case NOTHING -> {}
                case REMOVE -> remove(pod);
                case BIND -> bind(pod);
                case END -> patchStatus(pod, PodCare.endedStatus(pod));
                case RUN -> patchStatus(pod, PodCare.runningStatus(pod));
            }
        } catch (KubernetesClientException moved) {
            // Gone, bound or replaced since: the next event tells what to do about it.
            if (moved.getCode() != 404 && moved.getCode() != 409 && !workers.isShutdown()) {
                LOG.warn("{} waits for the next round: {}", name(pod), moved.getMessage());
            }
        }
    }

    private void bind(Pod pod) {
        var node = PodCare.pinnedNode(pod).orElseGet(this::nextNode);
        var binding =
                """
                {"apiVersion":"v1","kind":"Binding","metadata":{"name":"%s","uid":"%s"},"target":{"kind":"Node","name":"%s"}}""".formatted(pod.getMetadata().getName(), pod.getMetadata().getUid(), node);
        client.raw(path(pod) + "/binding", "POST", binding);
    }

    private String nextNode() {
        var there = nodes.stream().filter(node -> !lost.contains(node)).toList();
        return there.get(Math.floorMod(turn.getAndIncrement(), there.size()));
    }

    /** Guarded by the uid: a successor of the same name may be there already. */
    private void remove(Pod pod) {
        var options = """
                {"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"preconditions":{"uid":"%s"}}""".formatted(pod.getMetadata().getUid());
        client.raw(path(pod), "DELETE", options);
    }

    private void patchStatus(Pod pod, String status) {
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(STRATEGIC_MERGE, status);
    }

    private static String path(Pod pod) {
        return "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    /** Looks after the cluster of a kubeconfig file until the process is ended. usage: Kubelets KUBECONFIG [NODES] */
    public static void main(String... arguments) throws IOException, InterruptedException {
        var nodes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        var config = io.fabric8.kubernetes.client.Config.fromKubeconfig(Files.readString(Path.of(arguments[0])));
        var identity = new Kubeconfig(config.getMasterUrl(), Path.of(config.getCaCertFile()), config.getOauthToken());
        try (var kubelets = start(identity, nodes)) {
            LOG.info("looking after {}", kubelets.nodes());
            Thread.currentThread().join();
        }
    }
}
