package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A cluster in which nothing goes wrong unless the example says so; its words are those of {@code kubectl}. */
final class Example {
    static final String IP = "ovn.kubernetes.io/ip_address";
    static final String MAC = "ovn.kubernetes.io/mac_address";
    static final String POOL = "ovn.kubernetes.io/ip_pool";

    final Cluster cluster;
    private final World world = new World(7, true);
    private final Faults faults;

    Example() {
        this(1);
    }

    /** @param replicas of the central agent */
    Example(int replicas) {
        faults = new Faults(world.chance());
        faults.calmDown();
        cluster = Cluster.central(world, faults, Guards.all(), replicas);
        cluster.start();
        // Beyond the quick sweeps of a start: from here on the next sweep is a minute away.
        passes(25, TimeUnit.SECONDS);
    }

    Faults faults() {
        return faults;
    }

    void passes(long time, TimeUnit unit) {
        world.runFor(unit.toMicros(time));
    }

    /** Less than any sweep or longer back-off takes. */
    void soon() {
        passes(900, TimeUnit.MILLISECONDS);
    }

    void apply(String pod, Map<String, String> annotations) {
        cluster.api.createPod("a", pod, annotations, Optional.empty());
    }

    void applySet(String name, int replicas, Map<String, String> template) {
        applySet(name, 0, replicas, template);
    }

    void applySet(String name, int start, int replicas, Map<String, String> template) {
        cluster.api.putSet(
                new StatefulSetObject("a", name, cluster.api.newUid(), 0, false, start, replicas, template, 1, true));
    }

    void scale(String name, int replicas) {
        cluster.api.putSet(set(name).scaledTo(replicas));
    }

    StatefulSetObject set(String name) {
        return cluster.api.set("a", name).orElseThrow();
    }

    void delete(String pod) {
        cluster.api.removePod(pod(pod));
    }

    void annotate(String pod, Map<String, String> annotations) {
        cluster.api.updatePod(pod(pod), now -> Pods.with(now, annotations));
    }

    PodFacts pod(String name) {
        return cluster.api.pod("a", name).orElseThrow();
    }

    /** As annotated; empty text while it waits. */
    String ipOf(String pod) {
        return pod(pod).annotations()
                        .getOrDefault("ovn.kubernetes.io/allocated", "")
                        .equals("true")
                ? pod(pod).annotations().getOrDefault(IP, "")
                : "";
    }

    Optional<PortFacts> port(String pod) {
        return cluster.northbound.ports().stream()
                .filter(port -> port.name().equals(pod + ".a"))
                .findFirst();
    }

    String told(String pod) {
        return cluster.told.getOrDefault(pod(pod).uid(), "nothing");
    }
}
