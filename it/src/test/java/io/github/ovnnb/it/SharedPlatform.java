package io.github.ovnnb.it;

import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.ControlPlane;
import io.github.ovnnb.it.harness.Kubelets;
import io.github.ovnnb.it.harness.OvnContainer;

/**
 * One OVN and one control plane for all test classes of this JVM, started when the first one asks. Test classes keep out
 * of each other's way by namespaces, subnets and switches of their own.
 */
final class SharedPlatform {

    private static final OvnContainer OVN = startOvn();
    private static final ControlPlane CONTROL_PLANE = ControlPlane.start();
    private static final Kubelets KUBELETS = Kubelets.start(CONTROL_PLANE.admin(), 3);

    static {
        AgentProcess.rehearse(OVN.northboundTcp(), CONTROL_PLANE.write(CONTROL_PLANE.asAgent()));
    }

    private SharedPlatform() {}

    static OvnContainer ovn() {
        return OVN;
    }

    static ControlPlane controlPlane() {
        return CONTROL_PLANE;
    }

    static Kubelets kubelets() {
        return KUBELETS;
    }

    private static OvnContainer startOvn() {
        var ovn = new OvnContainer();
        ovn.start();
        return ovn;
    }
}
