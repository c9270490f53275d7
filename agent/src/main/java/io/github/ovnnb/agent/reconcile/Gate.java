package io.github.ovnnb.agent.reconcile;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens when everything that work needs is there, and shuts when anything of it goes away. Confined to the reconciler's thread, but for
 * {@link #missing}.
 */
public final class Gate {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    /** In the words of {@code /readyz}. */
    public enum Need {
        NORTHBOUND("the Northbound database"),
        KUBERNETES("the Kubernetes API"),
        LEASE("the lease (another agent may hold it)"),
        LOCK("the lock of the Northbound database (another agent may hold it)"),
        MODE("agents of the other mode to leave the Northbound database");

        private final String words;

        Need(String words) {
            this.words = words;
        }
    }

    private final Runnable open;
    private final Runnable shut;
    private volatile Set<Need> missing;

    /**
     * @param open run when the last of the needs is met
     * @param shut run when the first of them is lost again
     */
    public Gate(Set<Need> needs, Runnable open, Runnable shut) {
        this.missing = EnumSet.copyOf(needs);
        this.open = open;
        this.shut = shut;
    }

    public void is(Need need, boolean met) {
        if (met) {
            met(need);
        } else {
            lost(need);
        }
    }

    public void met(Need need) {
        if (!missing.contains(need)) {
            return;
        }
        var left = EnumSet.copyOf(missing);
        left.remove(need);
        missing = left;
        if (left.isEmpty()) {
            log.info("everything is there: serving Pods");
            open.run();
        }
    }

    public void lost(Need need) {
        if (missing.contains(need)) {
            return;
        }
        boolean wasOpen = missing.isEmpty();
        var more = EnumSet.of(need);
        more.addAll(missing);
        missing = more;
        if (wasOpen) {
            log.warn("without {}: Pods wait", need.words);
            shut.run();
        }
    }

    public boolean isOpen() {
        return missing.isEmpty();
    }

    /** What work waits for, for a person; empty text while the gate is open. May be called from any thread. */
    public String missing() {
        var now = missing;
        return Arrays.stream(Need.values())
                .filter(now::contains)
                .map(need -> need.words)
                .collect(Collectors.joining(", "));
    }
}
