package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.IpAction;
import io.github.ovnnb.agent.domain.IpRule;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an {@code IP} resource for every port of ours, some time after the port has changed and however often it has meanwhile. Serving Pods
 * never waits for it: a Pod is bound to its node soon after it has got its address, and one write then says both. Confined to the
 * reconciler's thread, but for {@link #resourceChanged}.
 */
public final class IpRecorder {
    private static final Logger log = LoggerFactory.getLogger(IpRecorder.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int MOST_LOOKS = 1_000;
    private static final int LOOKS_BETWEEN_SWEEPS = 120;
    private static final int REST_AFTER_FAILURE = 10;

    private final Northbound northbound;
    private final Observer observer;
    private final IpResources resources;
    private final Timer timer;
    private final Executor thread;
    private final Set<PortIdentity> due = new LinkedHashSet<>();
    private final Set<PortIdentity> underWay = new HashSet<>();
    private boolean running;
    private int generation;
    private int restsUntil;

    public IpRecorder(Northbound northbound, Observer observer, IpResources resources, Timer timer, Executor thread) {
        this.northbound = northbound;
        this.observer = observer;
        this.resources = resources;
        this.timer = timer;
        this.thread = thread;
    }

    /** Of no interest while it is stopped: {@link #start} begins with everything. */
    public void portChanged(PortIdentity port) {
        if (running) {
            due.add(port);
        }
    }

    /** May be called from any thread. */
    public void resourceChanged(PortIdentity port) {
        thread.execute(() -> portChanged(port));
    }

    /** Begins with all ports and all resources: what happened meanwhile nobody has told. */
    public void start() {
        running = true;
        generation++;
        underWay.clear();
        restsUntil = 0;
        later(generation, 0);
        everythingIsDue();
    }

    public void stop() {
        running = false;
        generation++;
    }

    private void later(int myGeneration, int number) {
        timer.after(BETWEEN_LOOKS, () -> {
            if (myGeneration == generation) {
                // First: a mistake in one look must not be the end of all looks.
                later(myGeneration, number + 1);
                look(myGeneration, number);
            }
        });
    }

    private void look(int myGeneration, int number) {
        if (number >= restsUntil) {
            lookAtDue(myGeneration, number);
        }
        if ((number + 1) % LOOKS_BETWEEN_SWEEPS == 0) {
            everythingIsDue();
        }
    }

    private void everythingIsDue() {
        due.addAll(northbound.ports());
        resources.all().forEach(ip -> ip.port().ifPresent(due::add));
    }

    private void lookAtDue(int myGeneration, int number) {
        var now = due.stream()
                .filter(port -> !underWay.contains(port))
                .limit(MOST_LOOKS)
                .toList();
        now.forEach(port -> {
            due.remove(port);
            lookAt(port, myGeneration, number);
        });
    }

    private void lookAt(PortIdentity port, int myGeneration, int number) {
        var action = IpRule.decide(port, northbound.port(port), nodeName(port), resources.named(port.portName()));
        if (action instanceof IpAction.Nothing) {
            return;
        }
        var writing = resources.write(action);
        underWay.add(port);
        var unused = writing.whenComplete((problem, failure) -> thread.execute(() -> {
            if (myGeneration == generation) {
                underWay.remove(port);
                if (failure != null || problem.isPresent()) {
                    due.add(port);
                    rest(number, failure == null ? problem.orElseThrow() : failure.toString());
                }
            }
        }));
    }

    /** One that can't be written means that the others can't be either. */
    private void rest(int number, String why) {
        if (restsUntil <= number) {
            restsUntil = number + REST_AFTER_FAILURE;
            log.warn("IP resources are not written, will retry: {}", why);
        }
    }

    private Optional<String> nodeName(PortIdentity port) {
        return observer.pods(port).stream()
                .filter(pod -> pod.needsPort(port.provider()))
                .map(PodFacts::nodeName)
                .filter(node -> !node.isEmpty())
                .findFirst();
    }
}
