package io.github.ovnnb.agent.domain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where OVN may bind a port: ovn-nb(5), {@code options:requested-chassis} and {@code options:activation-strategy}.
 *
 * @param requestedChassis one chassis, or source and target of a migration separated by a comma; empty text: wherever the interface is
 * @param activation {@code rarp}: the target stays silent until the machine announces itself there; or empty text
 */
public record ChassisBinding(String requestedChassis, String activation) {
    public static final String REQUESTED_CHASSIS = "requested-chassis";
    public static final String ACTIVATION_STRATEGY = "activation-strategy";
    public static final Set<String> KEYS = Set.of(REQUESTED_CHASSIS, ACTIVATION_STRATEGY);
    public static final ChassisBinding ANYWHERE = new ChassisBinding("", "");

    public static ChassisBinding read(Map<String, String> options) {
        return new ChassisBinding(
                options.getOrDefault(REQUESTED_CHASSIS, ""), options.getOrDefault(ACTIVATION_STRATEGY, ""));
    }

    static ChassisBinding migrating(String source, String target) {
        return new ChassisBinding(source + "," + target, "rarp");
    }

    static ChassisBinding on(String node) {
        return new ChassisBinding(node, "");
    }

    /** The keys that are set. */
    public Map<String, String> options() {
        var options = new LinkedHashMap<String, String>();
        if (!requestedChassis.isEmpty()) {
            options.put(REQUESTED_CHASSIS, requestedChassis);
        }
        if (!activation.isEmpty()) {
            options.put(ACTIVATION_STRATEGY, activation);
        }
        return options;
    }
}
