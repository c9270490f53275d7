package io.github.ovnnb.it.demo;

import io.fabric8.kubernetes.client.readiness.Readiness;
import io.github.ovnnb.it.harness.OvnContainer;
import io.github.ovnnb.it.harness.PortRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** The program behind {@code scripts/demo}. usage: Demo container|local [--keep]; exit status 0 when all is true. */
final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> POOL = Set.of("10.16.0.15", "10.16.0.16", "10.16.0.17");

    private final Stage stage;
    private final Narrator narrator;
    private final Verdict verdict = new Verdict();

    private Demo(Stage stage, Narrator narrator) {
        this.stage = stage;
        this.narrator = narrator;
    }

    public static void main(String... arguments) {
        var options = List.of(arguments);
        var narrator = new Narrator(System.out, Instant.now());
        // Other threads of the harness may still be running: only exit ends the program.
        System.exit(run(options.contains("container"), options.contains("--keep"), narrator) ? 0 : 1);
    }

    private static boolean run(boolean inContainer, boolean keep, Narrator narrator) {
        try (var stage = Stage.open(inContainer, narrator)) {
            var demo = new Demo(stage, narrator);
            var allTrue = demo.play();
            if (keep) {
                demo.explainHowToLook(allTrue);
                waitForTheEnd();
            }
            return allTrue;
        } catch (RuntimeException failure) {
            narrator.say("FAILED: " + failure.getMessage());
            return false;
        }
    }

    private boolean play() {
        try {
            giveAFixedAddress();
            giveAddressesOfAPool();
            var before = runAStatefulSet();
            giveBothFamilies();
            bringBackWeb0(before);
            lookOverEverything();
        } catch (RuntimeException failure) {
            narrator.say("FAILED: " + failure.getMessage());
            narrator.say("The agent said last:\n" + stage.agent().process().tailOfLog());
            verdict.state("the demo came to its end", false);
        }
        narrator.step("what has been shown");
        verdict.print(narrator.out());
        return verdict.allHold();
    }

    private void giveAFixedAddress() {
        narrator.step("kubectl apply: Pod static-ip asks for 10.16.0.15 and 00:00:00:53:6B:B6");
        stage.apply("static-ip.yaml");
        awaitReady("default", "static-ip");
        narrator.show(stage.pods("default"));
        var pod = view("default", "static-ip");
        verdict.state(
                "static-ip has the IP it asked for",
                pod.ips().filter("10.16.0.15"::equals).isPresent());
        verdict.state(
                "static-ip has the MAC it asked for",
                pod.row()
                        .flatMap(PortRow::mac)
                        .filter("00:00:00:53:6B:B6"::equalsIgnoreCase)
                        .isPresent());
    }

    private void giveAddressesOfAPool() {
        narrator.step("kubectl apply: Deployment ippool, two Pods, a pool of three of which static-ip holds one");
        stage.apply("ippool.yaml");
        await("two Pods of ippool ready", () -> readyPods("default", "ippool-") == 2);
        narrator.show(stage.pods("default"));
        var addresses = pods("default", "ippool-").stream()
                .flatMap(pod -> pod.row().stream())
                .flatMap(row -> row.ips().stream())
                .toList();
        verdict.state(
                "the Pods of ippool have two different addresses of their pool",
                addresses.size() == 2
                        && POOL.containsAll(addresses)
                        && Set.copyOf(addresses).size() == 2);
    }

    private PodView runAStatefulSet() {
        narrator.step("kubectl apply: StatefulSet web, two members, no annotation");
        stage.apply("web.yaml");
        awaitReady("default", "web-0");
        awaitReady("default", "web-1");
        narrator.show(stage.pods("default"));
        return view("default", "web-0");
    }

    private void giveBothFamilies() {
        narrator.step("kubectl apply: namespace dual, a fixed pair and a StatefulSet with a pool of pairs");
        stage.apply("dual-stack.yaml");
        awaitReady("dual", "static-pair");
        awaitReady("dual", "db-0");
        awaitReady("dual", "db-1");
        narrator.show(stage.pods("dual"));
        verdict.state(
                "static-pair has the IPv4 and the IPv6 it asked for",
                hasIps("static-pair", "10.17.0.100", "fd00:10:16::64"));
        verdict.state("db-0 has the first pair of the pool", hasIps("db-0", "10.17.0.15", "fd00:10:16::e"));
        verdict.state("db-1 has the second pair of the pool", hasIps("db-1", "10.17.0.16", "fd00:10:16::f"));
    }

    private void bringBackWeb0(PodView before) {
        narrator.step("kubectl delete pod web-0, and the StatefulSet makes it again");
        stage.controlPlane().kubectl("delete", "pod", "web-0", "--wait=false");
        await(
                "a new web-0 ready",
                () -> isReady("default", "web-0")
                        && !view("default", "web-0").uid().equals(before.uid()));
        var after = view("default", "web-0");
        narrator.say(new Table("web-0", "Pod uid", "row _uuid", "IP", "MAC")
                .add(beforeAndAfter("before", before))
                .add(beforeAndAfter("after", after))
                .toString());
        verdict.state("web-0 is another Pod", !after.uid().equals(before.uid()));
        verdict.state(
                "web-0's row is the same row (_uuid)",
                before.row().isPresent()
                        && before.row().map(PortRow::uuid).equals(after.row().map(PortRow::uuid)));
        verdict.state(
                "web-0's IP is the same",
                before.row().map(PortRow::ips).equals(after.row().map(PortRow::ips)));
        verdict.state(
                "web-0's MAC is the same",
                before.row().map(PortRow::mac).equals(after.row().map(PortRow::mac)));
    }

    private void lookOverEverything() {
        narrator.step("all Pods beside all rows");
        var all = List.of("default", "dual").stream()
                .flatMap(namespace -> stage.pods(namespace).stream())
                .toList();
        narrator.show(all);
        verdict.state(
                "each of the " + all.size() + " Pods is annotated with what its row says",
                all.size() == 8 && all.stream().allMatch(PodView::agrees));
        var rows = stage.ovn().ports();
        verdict.state(
                "no IP stands on two rows",
                isDistinct(rows.stream().flatMap(row -> row.ips().stream()).toList()));
        verdict.state(
                "no MAC stands on two rows",
                isDistinct(rows.stream().flatMap(row -> row.mac().stream()).toList()));
    }

    private void explainHowToLook(boolean allTrue) {
        narrator.step("left running" + (allTrue ? "" : " although not all was true"));
        narrator.say("    export KUBECONFIG=" + stage.controlPlane().adminKubeconfig());
        narrator.say("    " + stage.controlPlane().kubectlProgram() + " get pods -A -o wide");
        narrator.say("    ovn-nbctl --db=" + stage.ovn().northboundTcp() + " show");
        if (stage.ovn() instanceof OvnContainer container) {
            narrator.say("    docker exec " + container.getContainerId().substring(0, 12) + " ovn-nbctl show");
        }
        narrator.say("    " + stage.agent().process().log() + " is the agent's log");
        narrator.say("    kill " + ProcessHandle.current().pid() + " stops everything");
        narrator.say("demo: " + (allTrue ? "all true" : "not all true"));
    }

    /** A signal ends the wait together with the JVM, and the harness with it. */
    private static void waitForTheEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> beforeAndAfter(String when, PodView pod) {
        return List.of(
                when,
                pod.uid(),
                pod.row().map(PortRow::uuid).orElse("-"),
                pod.row().map(row -> String.join(",", row.ips())).orElse("-"),
                pod.row().flatMap(PortRow::mac).orElse("-"));
    }

    private boolean hasIps(String pod, String... ips) {
        return view("dual", pod)
                .row()
                .map(PortRow::ips)
                .filter(List.of(ips)::equals)
                .isPresent();
    }

    private static boolean isDistinct(List<String> values) {
        return new HashSet<>(values).size() == values.size();
    }

    private PodView view(String namespace, String name) {
        return pods(namespace, name).get(0);
    }

    private List<PodView> pods(String namespace, String prefix) {
        return stage.pods(namespace).stream()
                .filter(pod -> pod.name().startsWith(prefix))
                .toList();
    }

    private void awaitReady(String namespace, String name) {
        await(namespace + "/" + name + " ready", () -> isReady(namespace, name));
    }

    private boolean isReady(String namespace, String name) {
        return stage.client().pods().inNamespace(namespace).withName(name).isReady();
    }

    private long readyPods(String namespace, String prefix) {
        return stage.client().pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
                .filter(Readiness::isPodReady)
                .count();
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition);
    }
}
