package io.github.ovnnb.agent.domain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a subnet's specification says of DHCP: {@code enableDHCP}, {@code dhcpV4Options}, {@code dhcpV6Options} and {@code mtu} of kube-ovn's
 * {@code Subnet.spec}.
 *
 * @param v4 {@code key=value,key=value}, a list of values in braces; empty text where nothing is said
 * @param mtu 0 where nothing is said
 */
public record DhcpSpec(boolean enabled, String v4, String v6, int mtu) {
    public static final DhcpSpec OFF = new DhcpSpec(false, "", "", 0);

    /** Link-local, so that it is in nobody's subnet; the address that kube-ovn gives its server. */
    private static final String SERVER_ID = "169.254.0.254";

    private static final String LEASE_SECONDS = "3600";

    List<DhcpOptions> read(String subnet, List<Cidr> cidrs, List<IpAddress> gateways, List<String> faults) {
        var all = new ArrayList<DhcpOptions>();
        if (enabled) {
            for (var cidr : cidrs) {
                boolean isV4 = cidr.family() == AddressFamily.IPV4;
                var said = parse(isV4 ? "dhcpV4Options" : "dhcpV6Options", isV4 ? v4 : v6, faults);
                var otherwise = isV4 ? forV4(subnet, gateways) : Map.of("server_id", serverMac(subnet));
                all.add(new DhcpOptions(subnet, cidr.family(), cidr.toString(), said, otherwise));
            }
        }
        return all;
    }

    private Map<String, String> forV4(String subnet, List<IpAddress> gateways) {
        var options = new HashMap<String, String>();
        options.put("lease_time", LEASE_SECONDS);
        options.put("server_id", SERVER_ID);
        options.put("server_mac", serverMac(subnet));
        gateways.stream()
                .filter(gateway -> gateway.family() == AddressFamily.IPV4)
                .findFirst()
                .ifPresent(gateway -> options.put("router", gateway.toString()));
        if (mtu > 0) {
            options.put("mtu", Integer.toString(mtu));
        }
        return options;
    }

    /** The same each time, and another for another subnet. */
    private static String serverMac(String subnet) {
        long bits = UUID.nameUUIDFromBytes(("DHCP/" + subnet).getBytes(StandardCharsets.UTF_8))
                .getLeastSignificantBits();
        return MacAddress.locallyAdministered(bits).toString();
    }

    private static Map<String, String> parse(String field, String text, List<String> faults) {
        var options = new HashMap<String, String>();
        for (var option : split(text)) {
            pair(option)
                    .ifPresentOrElse(
                            pair -> options.put(pair.getKey(), pair.getValue()),
                            () -> faults.add(
                                    field + " has \"" + option
                                            + "\", which is not of the form key=value; write lease_time=3600,dns_server={10.96.0.10,10.96.0.11}"));
        }
        return options;
    }

    private static Optional<Map.Entry<String, String>> pair(String option) {
        int equals = option.indexOf('=');
        var key = option.substring(0, Math.max(0, equals)).strip();
        var value = option.substring(equals + 1).strip();
        return key.isEmpty() || value.isEmpty() ? Optional.empty() : Optional.of(Map.entry(key, value));
    }

    /** At the commas outside of braces. */
    private static List<String> split(String text) {
        var options = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean atEnd = i == text.length();
            if (atEnd || text.charAt(i) == ',' && depth == 0) {
                options.add(text.substring(from, i).strip());
                from = i + 1;
            } else if (text.charAt(i) == '{') {
                depth++;
            } else if (text.charAt(i) == '}') {
                depth--;
            }
        }
        options.removeIf(String::isEmpty);
        return options;
    }
}
