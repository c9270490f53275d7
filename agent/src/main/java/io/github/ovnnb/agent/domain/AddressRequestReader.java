package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the annotations that ask for addresses: {@code ip_address}, {@code mac_address}, {@code ip_pool}, {@code ip_family} and {@code logical_switch}, each
 * behind the provider's prefix. {@code ip_address} outranks {@code ip_pool}, as in kube-ovn, because it is also where the answer is written.
 */
public final class AddressRequestReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    private final Provider provider;
    private final Map<String, String> annotations;
    private final Optional<Attachment> attachment;
    private final List<String> faults = new ArrayList<>();

    private AddressRequestReader(Provider provider, Map<String, String> annotations, Optional<Attachment> attachment) {
        this.provider = provider;
        this.annotations = annotations;
        this.attachment = attachment;
    }

    public static AddressRequest.Reading read(Provider provider, Map<String, String> annotations) {
        return new AddressRequestReader(provider, annotations, Optional.empty()).read();
    }

    /** For an attachment, what Multus' own annotation says of its addresses counts where the prefixed annotation says nothing. */
    public static AddressRequest.Reading read(Provider provider, PodFacts pod) {
        return new AddressRequestReader(
                        provider, pod.annotations(), pod.networks().attachment(provider))
                .read();
    }

    private AddressRequest.Reading read() {
        var ips = value(Annotations.IP_ADDRESS).map(this::readIps).orElse(List.of());
        var mac = value(Annotations.MAC_ADDRESS).flatMap(this::readMac);
        var namedPool = value(Annotations.IP_POOL).filter(AddressRequestReader::isName);
        var pool = value(Annotations.IP_POOL).filter(text -> !isName(text)).flatMap(this::readPool);
        var subnet = value(Annotations.LOGICAL_SWITCH);
        var family = value(Annotations.IP_FAMILY).flatMap(this::readFamily);
        family.flatMap(only -> ips.stream().filter(ip -> ip.family() != only).findFirst())
                .ifPresent(other ->
                        fault(Annotations.IP_FAMILY, family.get().toString(), "contradicts ip_address " + other));
        return faults.isEmpty()
                ? new AddressRequest.Wellformed(new AddressRequest(ips, mac, pool, subnet, family, namedPool))
                : new AddressRequest.Malformed(String.join("; ", faults));
    }

    private Optional<String> value(String key) {
        return said(key).or(() -> attachment.flatMap(networks -> wish(networks, key)));
    }

    private Optional<String> said(String key) {
        return Optional.ofNullable(annotations.get(provider.annotation(key)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> wish(Attachment attachment, String key) {
        return switch (key) {
            case Annotations.IP_ADDRESS ->
                Optional.of(attachment.ips().stream()
                                .map(ip -> ip.replaceFirst("/.*", "").strip())
                                .collect(Collectors.joining(",")))
                        .filter(ips -> !ips.isEmpty());
            case Annotations.MAC_ADDRESS -> attachment.mac();
            default -> Optional.empty();
        };
    }

    /** Of a resource (RFC 1123), and surely no mistyped address. */
    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !NUMBERS.matcher(text).matches();
    }

    private List<IpAddress> readIps(String text) {
        var ips = parseGroup(text);
        if (ips.isEmpty()) {
            fault(
                    Annotations.IP_ADDRESS,
                    text,
                    "is not an IP address such as 10.16.0.15, or an IPv4 and an IPv6 address separated by a comma");
        }
        return ips.orElse(List.of());
    }

    private Optional<MacAddress> readMac(String text) {
        var mac = MacAddress.parse(text);
        if (mac.isEmpty()) {
            fault(Annotations.MAC_ADDRESS, text, "is not a MAC address such as 00:00:00:53:6b:b6");
        } else if (!mac.get().isUnicast()) {
            fault(
                    Annotations.MAC_ADDRESS,
                    text,
                    "is not a unicast address; the first octet must be even and one octet not zero");
            return Optional.empty();
        }
        return mac;
    }

    private Optional<AddressFamily> readFamily(String text) {
        var family = Stream.of(AddressFamily.values())
                .filter(known -> known.toString().equalsIgnoreCase(text))
                .findFirst();
        if (family.isEmpty()) {
            fault(Annotations.IP_FAMILY, text, "is neither ipv4 nor ipv6");
        }
        return family;
    }

    private Optional<AddressPool> readPool(String text) {
        var entries = new ArrayList<AddressPool.Entry>();
        for (var group : groups(text)) {
            var ips = parseGroup(group);
            if (ips.isEmpty()) {
                fault(
                        Annotations.IP_POOL,
                        text,
                        "has the entry \"" + group.strip()
                                + "\", which is not an IP address; write 10.16.0.15,10.16.0.16, the name of an IPPool or, for both families, "
                                + "10.16.0.15,fd00:10:16::f;10.16.0.16,fd00:10:16::10");
                return Optional.empty();
            }
            entries.add(new AddressPool.Entry(ips.get()));
        }
        return Optional.of(new AddressPool(entries));
    }

    /** A semicolon separates entries; without one a comma does, except between two addresses of different families: they are one entry. */
    private static List<String> groups(String text) {
        if (text.contains(";")) {
            return List.of(text.split(";")).stream()
                    .filter(group -> !group.isBlank())
                    .toList();
        }
        boolean onePair = parseGroup(text).filter(ips -> ips.size() == 2).isPresent();
        return onePair ? List.of(text) : List.of(text.split(",", -1));
    }

    /** One address, or two of different families. */
    private static Optional<List<IpAddress>> parseGroup(String text) {
        var ips = new ArrayList<IpAddress>();
        for (var part : text.split(",", -1)) {
            var ip = IpAddress.parse(part.strip());
            if (ip.isEmpty()
                    || ips.stream().anyMatch(other -> other.family() == ip.get().family())) {
                return Optional.empty();
            }
            ips.add(ip.get());
        }
        return Optional.of(ips);
    }

    private void fault(String key, String value, String what) {
        faults.add("annotation " + origin(key) + ": \"" + value + "\" " + what);
    }

    private String origin(String key) {
        return said(key).isPresent() || attachment.isEmpty()
                ? provider.annotation(key)
                : Networks.ANNOTATION + ", " + attachment.get().namespace() + "/"
                        + attachment.get().name();
    }
}
