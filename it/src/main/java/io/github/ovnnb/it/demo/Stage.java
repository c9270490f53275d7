package io.github.ovnnb.it.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.Kubelets;
import io.github.ovnnb.it.harness.LocalOvn;
import io.github.ovnnb.it.harness.Ovn;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Everything that the demo needs running: OVN, Kubernetes, and the agent with the shipped ClusterRole. */
final class Stage implements AutoCloseable {

    private final Deque<Runnable> toClose = new ArrayDeque<>();
    private final Ovn ovn;
    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final AgentProcess agent;

    private Stage(boolean inContainer, Narrator narrator) {
        try {
            narrator.step(inContainer ? "starting OVN in a container" : "starting OVN as processes of this machine");
            ovn = inContainer ? container() : LocalOvn.start();
            toClose.push(ovn::close);
            narrator.step("starting etcd, kube-apiserver and kube-controller-manager");
            controlPlane = ControlPlane.start();
            toClose.push(controlPlane::close);
            toClose.push(Kubelets.start(controlPlane.admin(), 3)::close);
            client = controlPlane.admin().newClient();
            toClose.push(client::close);
            narrator.step("starting ovn-nb-agent with the shipped ClusterRole");
            var kubeconfig = controlPlane.write(controlPlane.asAgent());
            agent = AgentProcess.central(ovn.northboundTcp(), kubeconfig, subnets());
            toClose.push(agent::close);
            agent.startAndAwaitReady();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Starts all of it; what has been started is stopped again when the rest fails. */
    static Stage open(boolean inContainer, Narrator narrator) {
        return new Stage(inContainer, narrator);
    }

    Ovn ovn() {
        return ovn;
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    KubernetesClient client() {
        return client;
    }

    AgentProcess agent() {
        return agent;
    }

    private static Ovn container() {
        var container = new OvnContainer();
        container.start();
        return container;
    }

    private static String subnets() {
        try {
            return Files.readString(Repository.file("agent/examples/subnets.yaml"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void apply(String example) {
        controlPlane.apply(Repository.file("agent/examples/" + example));
    }

    /** The Pods of a namespace beside their rows, by name. */
    List<PodView> pods(String namespace) {
        var rows = ovn.ports();
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .map(pod -> PodView.of(pod, rows))
                .toList();
    }

    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            toClose.pop().run();
        }
    }
}
