package io.github.ovnnb.agent.domain.audit;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.Annotations;
import io.github.ovnnb.agent.domain.HeldAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.Placement;
import io.github.ovnnb.agent.domain.Plan;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is wrong with one port. What the planner would do about it tells most; no rule is repeated here. */
final class PortAudit {
    private static final String BY_REPAIR = "by --repair, or by the agent when it runs";

    private final Look look;
    private final List<Finding> findings = new ArrayList<>();

    private PortAudit(Look look) {
        this.look = look;
    }

    static List<Finding> findings(Look look) {
        var audit = new PortAudit(look);
        audit.checkPlan();
        look.seen().row().filter(row -> row.ownership().isPresent()).ifPresent(audit::checkRow);
        return audit.findings;
    }

    private void checkPlan() {
        var plan = look.plan();
        if (plan instanceof Plan.Drop drop) {
            repairable(
                    Problem.NO_OWNER, drop.fate().reason() + "; it holds " + addresses(), "removing it, " + BY_REPAIR);
        } else if (plan instanceof Plan.Bind bind) {
            checkBinding(bind);
        } else if (plan instanceof Plan.Wait wait) {
            pod(wait.pod(), Problem.WAITS, wait.obstacle().message(), "see DETAIL");
        } else if (plan instanceof Plan.NotYet notYet) {
            look.seen()
                    .pods()
                    .forEach(pod -> pod(
                            pod,
                            Problem.WAITS,
                            "nothing is known of " + notYet.what(),
                            "the owner must exist; or delete the Pod"));
        }
    }

    private void checkBinding(Plan.Bind bind) {
        boolean noRow =
                bind.change().filter(PortChange.Create.class::isInstance).isPresent();
        for (var pod : look.seen().pods()) {
            boolean allocated = pod.isAllocated(look.port().provider());
            if (noRow && !allocated && pod.needsPort(look.port().provider())) {
                pod(pod, Problem.WAITS, "nobody has served it yet", "the agent, when it runs");
            } else if (noRow && allocated) {
                checkLostPort(pod, bind.placement());
            } else if (allocated) {
                bind.patches().stream()
                        .filter(patch -> patch.uid().equals(pod.uid()))
                        .forEach(patch -> checkAnnotations(pod, patch));
            }
        }
    }

    /** A Pod's addresses can be given back only if they are still to be had; otherwise somebody has to restart it. */
    private void checkLostPort(PodFacts pod, Placement placement) {
        var said = annotation(pod, Annotations.IP_ADDRESS);
        var detail = "annotated " + said + " " + annotation(pod, Annotations.MAC_ADDRESS);
        boolean same = Spelling.isSame(said, placement.addresses().ipText())
                && Spelling.isSame(
                        annotation(pod, Annotations.MAC_ADDRESS),
                        placement.addresses().mac().toString());
        if (same) {
            repairable(subject(pod), Problem.NO_PORT, detail, "making the port with these addresses, " + BY_REPAIR);
        } else {
            pod(
                    pod,
                    Problem.NO_PORT,
                    detail,
                    "it would get " + placement.addresses() + " now: delete the Pod, so that its next one uses that");
        }
    }

    /** What the Pod does not say at all is no disagreement: an older agent may not have written it. */
    private void checkAnnotations(PodFacts pod, AnnotationPatch patch) {
        var wrong = new ArrayList<String>();
        new TreeMap<>(patch.annotations()).forEach((key, wanted) -> {
            var said = pod.annotations().getOrDefault(key, wanted);
            if (!Spelling.isSame(said, wanted)) {
                wrong.add(key + " is " + said + ", the port says " + wanted);
            }
        });
        if (!wrong.isEmpty()) {
            repairable(
                    subject(pod),
                    Problem.ANNOTATION_DISAGREES,
                    String.join("; ", wrong),
                    "annotating what the port says, " + BY_REPAIR);
        }
    }

    private void checkRow(PortFacts row) {
        if (row.logicalSwitches().size() > 1) {
            checkSwitches(row);
        }
        for (var logicalSwitch : row.logicalSwitches().stream().sorted().toList()) {
            var subnet = look.seen().catalog().named(logicalSwitch);
            if (subnet.isEmpty()) {
                port(
                        Problem.NO_SUBNET,
                        "it is on switch " + logicalSwitch + ", which no subnet describes",
                        "a subnet named " + logicalSwitch + ", or another subnet for the Pod");
            } else {
                checkInside(row, subnet.get());
            }
        }
    }

    private void checkSwitches(PortFacts row) {
        var detail = "it is on " + row.logicalSwitches().stream().sorted().collect(Collectors.joining(" and "));
        var chosen =
                look.plan() instanceof Plan.Bind bind ? Optional.of(bind.placement()) : Optional.<Placement>empty();
        boolean keepsAll = chosen.filter(placement ->
                        row.addresses().equals(Set.of(placement.addresses().toString())))
                .isPresent();
        if (keepsAll) {
            repairable(
                    Problem.SEVERAL_SWITCHES,
                    detail,
                    "leaving it on " + chosen.get().logicalSwitch() + " alone, " + BY_REPAIR);
        } else {
            port(Problem.SEVERAL_SWITCHES, detail, "ovn-nbctl, taking it out of the ports of all but one");
        }
    }

    private void checkInside(PortFacts row, Subnet subnet) {
        HeldAddresses.read(row.addresses()).ips().stream()
                .sorted()
                .forEach(ip -> look.seen()
                        .catalog()
                        .nodeWith(subnet, ip)
                        .ifPresent(node -> port(
                                Problem.NODE_ADDRESS,
                                ip + " is of node " + node,
                                "another address for the Pod: delete it, or change what it asks for")));
        var outside = HeldAddresses.read(row.addresses()).ips().stream()
                .filter(ip -> !subnet.contains(ip))
                .sorted()
                .map(IpAddress::toString)
                .toList();
        if (!outside.isEmpty()) {
            port(
                    Problem.OUTSIDE_SUBNET,
                    String.join(",", outside) + " is outside of " + subnet.name() + " (" + subnet.cidrText() + ")",
                    "a cidrBlock that contains it; or delete the Pod, so that its next one gets an address inside");
        }
    }

    private String addresses() {
        return look.seen()
                .row()
                .map(row -> row.addresses().stream().sorted().collect(Collectors.joining("; ")))
                .orElse("");
    }

    private String annotation(PodFacts pod, String key) {
        return pod.annotations().getOrDefault(look.port().provider().annotation(key), "");
    }

    private static String subject(PodFacts pod) {
        return pod.namespace() + "/" + pod.name();
    }

    private void port(Problem problem, String detail, String repair) {
        findings.add(Finding.forPeople(look.port().portName(), problem, detail, repair));
    }

    private void pod(PodFacts pod, Problem problem, String detail, String repair) {
        findings.add(Finding.forPeople(subject(pod), problem, detail, repair));
    }

    private void repairable(Problem problem, String detail, String repair) {
        repairable(look.port().portName(), problem, detail, repair);
    }

    private void repairable(String subject, Problem problem, String detail, String repair) {
        findings.add(new Finding(subject, problem, detail, repair, Optional.of(look.port())));
    }
}
