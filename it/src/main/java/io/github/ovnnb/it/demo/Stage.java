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
import java.util.List;

/** Everything that the demo needs running: OVN, Kubernetes, and the agent with the shipped ClusterRole. */
record Stage(Ovn ovn, ControlPlane controlPlane, Kubelets kubelets, KubernetesClient client, AgentProcess agent)
        implements AutoCloseable {

    static Stage open(boolean inContainer, Narrator narrator) {
        narrator.step(inContainer ? "starting OVN in a container" : "starting OVN as processes of this machine");
        var ovn = inContainer ? container() : LocalOvn.start();
        narrator.step("starting etcd, kube-apiserver and kube-controller-manager");
        var controlPlane = ControlPlane.start();
        var kubelets = Kubelets.start(controlPlane.admin(), 3);
        narrator.step("starting ovn-nb-agent with the shipped ClusterRole");
        var kubeconfig = controlPlane.write(controlPlane.asAgent());
        var agent = AgentProcess.central(ovn.northboundTcp(), kubeconfig, subnets());
        agent.startAndAwaitReady();
        return new Stage(ovn, controlPlane, kubelets, controlPlane.admin().newClient(), agent);
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
        agent.close();
        kubelets.close();
        client.close();
        controlPlane.close();
        ovn.close();
    }
}
