package io.github.ovnnb.agent.domain.explain;

import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why a port is as it is: what was seen, and what the planner makes of it. It words the planner's answer and decides nothing by itself.
 */
public final class Explanation {
    private final Look look;
    private final Observation seen;
    private final List<Line> lines = new ArrayList<>();

    private Explanation(Look look) {
        this.look = look;
        this.seen = look.seen();
    }

    /** @param holders looks at the ports of ours that have an address which this one waits for */
    public static List<Line> of(Look look, Function<Blocker, List<Look>> holders) {
        var explanation = new Explanation(look);
        explanation.whoAsks();
        explanation.whatIsThere();
        explanation.say("decision", Decision.words(look));
        Decision.blockers(look)
                .forEach(blocker -> holders.apply(blocker).forEach(holder -> explanation.blockedBy(blocker, holder)));
        return List.copyOf(explanation.lines);
    }

    private void whoAsks() {
        if (seen.pods().isEmpty()) {
            say("Pod", "there is none");
        }
        for (var pod : seen.pods()) {
            say("Pod", pod(pod));
            say("workload", Owners.workload(Workload.of(pod)));
            Owners.words(Workload.of(pod), seen.ownerOfPod()).ifPresent(owner -> say("owner", owner));
            say("asks for", Asked.words(look.port().provider(), pod));
            Pools.considered(seen, pod).ifPresent(pools -> say("pools", pools));
        }
        if (!seen.pods().isEmpty()) {
            say("subnets", subnets());
        }
    }

    private String pod(PodFacts pod) {
        var words = new StringBuilder()
                .append(pod.namespace())
                .append('/')
                .append(pod.name())
                .append(", ")
                .append(pod.deleting() ? "being deleted" : pod.phase().name().toLowerCase(Locale.ROOT))
                .append(pod.nodeName().isEmpty() ? ", not scheduled yet" : " on node " + pod.nodeName());
        if (pod.hostNetwork()) {
            words.append("; it uses the network of its node and needs no port");
        } else if (pod.isFinished()) {
            words.append("; it has run to its end and needs no port any more");
        } else if (!pod.isAttachedTo(look.port().provider())) {
            words.append("; it has no interface on this network");
        } else if (pod.overdue()) {
            words.append("; it should have been gone for long, no container of it runs, and it needs no port any more");
        } else if (!pod.needsPort(look.port().provider())) {
            words.append("; it goes without ever having had an address and needs no port");
        } else {
            words.append(pod.isAllocated(look.port().provider()) ? "; annotated with its addresses" : "");
        }
        return words.toString();
    }

    private String subnets() {
        var namespace = look.port().namespace();
        return seen.subnets().isEmpty()
                ? "none serves namespace " + namespace + "; there are "
                        + names(List.copyOf(seen.catalog().all()))
                : names(seen.subnets()) + " for namespace " + namespace;
    }

    private static String names(List<Subnet> subnets) {
        return subnets.isEmpty()
                ? "none"
                : subnets.stream()
                        .map(subnet -> subnet.name() + " (" + subnet.cidrText() + ")")
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private void whatIsThere() {
        if (seen.row().isEmpty()) {
            say("port", "there is none named " + look.port().portName());
            return;
        }
        var row = seen.row().get();
        say("port", row(row));
        Pools.ofRow(seen, row).ifPresent(pools -> say("pool", pools));
        row.ownership().ifPresent(ownership -> {
            say("kept for", Owners.workload(ownership.workload()));
            if (seen.pods().isEmpty()) {
                Owners.words(ownership.workload(), seen.ownerOfRow()).ifPresent(owner -> say("owner", owner));
            }
        });
    }

    private static String row(PortFacts row) {
        return row.name() + " (" + row.row() + ") on "
                + row.logicalSwitches().stream().sorted().collect(Collectors.joining(", ")) + ": "
                + row.addresses().stream().sorted().collect(Collectors.joining("; ")) + ", "
                + row.ownership().map(Explanation::use).orElse("not ours");
    }

    private static String use(PortOwnership ownership) {
        return ownership
                .podUid()
                .map(uid -> "in use by Pod uid " + uid)
                .orElse(ownership.workload().owner().isPresent() ? "retained" : "in use")
                .concat(ownership.releaseRequested() ? ", release requested" : "");
    }

    private void blockedBy(Blocker blocker, Look holder) {
        var row = holder.seen().row();
        row.ifPresent(port -> say("holder", blocker + " is of " + row(port) + "; " + Decision.words(holder)));
    }

    private void say(String topic, String text) {
        lines.add(new Line(topic, text));
    }
}
