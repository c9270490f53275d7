package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a Pod wants of its port beside addresses; it may change while the Pod lives.
 *
 * @param portSecurity whether only the port's own addresses, and {@code vips}, may be used by it
 * @param layer2Forward whether it also gets what is for MACs that OVN does not know
 * @param vips further addresses that it may use, in order, without any being given to it
 */
public record PortOptions(boolean portSecurity, boolean layer2Forward, List<IpAddress> vips) {
    public PortOptions {
        vips = List.copyOf(vips);
    }

    /** @param faults each names an annotation, its value and what would be right; without what is at fault, the rest counts */
    public record Reading(PortOptions options, List<String> faults) {
        public Reading {
            faults = List.copyOf(faults);
        }
    }

    /** @param portSecurity where the annotation says nothing */
    public static Reading read(Provider provider, Map<String, String> annotations, boolean portSecurity) {
        var faults = new ArrayList<String>();
        var options = new PortOptions(
                flag(annotations, provider.annotation(Annotations.PORT_SECURITY), portSecurity, faults),
                flag(annotations, provider.annotation(Annotations.LAYER2_FORWARD), false, faults),
                vips(annotations, provider.annotation(Annotations.PORT_VIPS), faults));
        return new Reading(options, faults);
    }

    private static boolean flag(Map<String, String> annotations, String key, boolean unsaid, List<String> faults) {
        var said = annotations.get(key);
        if (said == null || said.isBlank()) {
            return unsaid;
        }
        var word = said.strip();
        if (!word.equalsIgnoreCase("true") && !word.equalsIgnoreCase("false")) {
            faults.add("annotation " + key + ": \"" + said + "\" is neither true nor false");
            return unsaid;
        }
        return word.equalsIgnoreCase("true");
    }

    private static List<IpAddress> vips(Map<String, String> annotations, String key, List<String> faults) {
        var said = annotations.getOrDefault(key, "");
        if (said.isEmpty()) {
            return List.of();
        }
        var vips = new ArrayList<IpAddress>();
        for (var text : said.split(",", -1)) {
            var ip = IpAddress.parse(text.strip());
            if (ip.isPresent()) {
                vips.add(ip.get());
            } else if (!text.isBlank()) {
                faults.add("annotation " + key + ": \"" + text.strip()
                        + "\" is not an IP address; write 10.16.0.100,10.16.0.101");
            }
        }
        return vips.stream().distinct().toList();
    }

    /** As {@code external_ids:vips} has them; empty text for none. */
    public String vipsText() {
        return CommaList.of(vips);
    }
}
