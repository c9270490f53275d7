package io.github.ovnnb.agent.domain;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What ovn-controller answers to DHCP requests on one subnet and family, ovn-nb(5), table {@code DHCP_Options}: {@code said} by the user, and
 * {@code otherwise} where he says nothing.
 */
public record DhcpOptions(
        String logicalSwitch,
        AddressFamily family,
        String cidr,
        Map<String, String> said,
        Map<String, String> otherwise) {
    /** What a server has once called itself it goes on calling itself, and a row of kube-ovn's has its MTU from elsewhere. */
    private static final Set<String> LASTING = Set.of("server_mac", "server_id", "mtu");

    public DhcpOptions {
        said = Map.copyOf(said);
        otherwise = Map.copyOf(otherwise);
    }

    /** A row as it stands. @param logicalSwitch whose it is; empty text if it is not a subnet's of ours */
    public record Row(UUID row, String logicalSwitch, String cidr, Map<String, String> options) {
        public Row {
            options = Map.copyOf(options);
        }

        boolean isOurs() {
            return !logicalSwitch.isEmpty();
        }
    }

    /** The column {@code options} of a new row. */
    public Map<String, String> options() {
        return options(Map.of());
    }

    /** The same for a row that is there. */
    public Map<String, String> options(Map<String, String> now) {
        var options = new HashMap<>(otherwise);
        now.forEach((key, value) -> {
            if (LASTING.contains(key)) {
                options.put(key, value);
            }
        });
        options.putAll(said);
        return options;
    }

    public boolean isMetBy(Row row) {
        return row.logicalSwitch().equals(logicalSwitch)
                && row.cidr().equals(cidr)
                && row.options().equals(options(row.options()));
    }
}
