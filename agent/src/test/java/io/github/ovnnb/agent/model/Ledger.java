package io.github.ovnnb.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.Cidr;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.domain.SubnetUsage;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be, said in the plainest way: whoever has something to come back for, and what he had. */
final class Ledger {
    private static final String PREFIX = "ovn.kubernetes.io/";

    private final Town town;
    /** By the name of the port. */
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * @param incarnation uid of the set, machine or bare Pod: another one inherits nothing
     * @param request by which the addresses were given
     */
    private record Entry(String incarnation, UUID row, Set<String> addresses, Map<String, String> request) {}

    Ledger(Town town) {
        this.town = town;
    }

    void check() {
        nothingIsHeldTwice();
        everyPortHasAReason();
        nobodyHasLostAnything();
        everybodyIsServedWhoCanBe();
        annotationsSayWhatTheRowsSay();
        migratingMachinesAreOnBothNodes();
        countsAreThoseOfARecount();
    }

    // ---- addresses -----------------------------------------------------------------------------------------------

    private static List<String> words(PortFacts row) {
        return row.addresses().stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .toList();
    }

    static boolean isHeld(Town town, String address) {
        boolean promised = town.objects.pods.values().stream()
                .anyMatch(pod -> List.of(pod.annotations()
                                .getOrDefault(PREFIX + "ip_address", "")
                                .split(","))
                        .contains(address));
        return promised || town.rows.all().stream().anyMatch(row -> words(row).contains(address));
    }

    private void nothingIsHeldTwice() {
        var all = town.rows.all().stream().flatMap(row -> words(row).stream()).toList();
        assertThat(all).as("addresses on %s", Town.SWITCH).doesNotHaveDuplicates();
    }

    // ---- who wants what ------------------------------------------------------------------------------------------

    /** The uid of who wants the port, by the name of the port: now, or back some day. */
    private Map<String, String> wanted() {
        var wanted = new HashMap<String, String>();
        for (var pod : town.objects.pods.values()) {
            if (pod.controller().isEmpty() && !pod.isFinished()) {
                wanted.put(portName(pod.name()), pod.uid());
            }
        }
        town.objects.sets.forEach((name, set) -> {
            for (int ordinal = 1; ordinal <= set.facts().replicas(); ordinal++) {
                wanted.put(portName(name + "-" + ordinal), set.facts().uid());
            }
        });
        town.objects.machines.values().forEach(machine -> wanted.put(portName(machine.name()), machine.uid()));
        return wanted;
    }

    private static String portName(String instance) {
        return instance + "." + Objects.NAMESPACE;
    }

    private Collection<PortFacts> ours() {
        return town.rows.all().stream()
                .filter(row -> row.ownership().isPresent())
                .toList();
    }

    private void everyPortHasAReason() {
        assertThat(wanted().keySet())
                .as("who wants a port")
                .containsAll(ours().stream().map(PortFacts::name).toList());
    }

    /** The user of a port, if anybody uses it now. */
    private Optional<PodFacts> podOf(String port) {
        return town.objects.pods.values().stream()
                .filter(pod -> PortIdentity.ofPod(pod).portName().equals(port) && !pod.isFinished())
                .findFirst();
    }

    private void nobodyHasLostAnything() {
        var wanted = wanted();
        entries.entrySet()
                .removeIf(entry -> !entry.getValue().incarnation().equals(wanted.getOrDefault(entry.getKey(), "")));
        entries.forEach((port, entry) -> assertThat(town.rows.named(port))
                .as("the port of %s, wanted back", port)
                .isPresent());
        for (var row : ours()) {
            var pod = podOf(row.name());
            var request = pod.map(user -> town.objects.requests.getOrDefault(user.uid(), Map.of()));
            var before = entries.get(row.name());
            if (before != null && before.addresses().equals(row.addresses())) {
                assertThat(row.row()).as("the row of %s", row.name()).isEqualTo(before.row());
            }
            if (before != null && !before.addresses().equals(row.addresses())) {
                assertThat(request)
                        .as("%s had %s and has %s", row.name(), before.addresses(), row.addresses())
                        .isPresent()
                        .isNotEqualTo(Optional.of(before.request()));
                assertThat(pod.flatMap(PodFacts::controller)).as("a living Pod").isPresent();
            }
            boolean granted =
                    pod.filter(user -> user.isAllocated(Provider.DEFAULT)).isPresent();
            entries.put(
                    row.name(),
                    new Entry(
                            Optional.ofNullable(wanted.get(row.name())).orElseThrow(),
                            row.row(),
                            row.addresses(),
                            before == null || granted ? request.orElse(Map.of()) : before.request()));
        }
    }

    private void annotationsSayWhatTheRowsSay() {
        for (var pod : town.objects.pods.values()) {
            if (pod.isAllocated(Provider.DEFAULT) && !pod.isFinished()) {
                var said = pod.annotations().get(PREFIX + "mac_address") + " "
                        + pod.annotations()
                                .getOrDefault(PREFIX + "ip_address", "")
                                .replace(',', ' ');
                assertThat(town.rows.named(PortIdentity.ofPod(pod).portName()).map(PortFacts::addresses))
                        .as("addresses of %s", pod.name())
                        .contains(Set.of(said));
            }
        }
    }

    private void migratingMachinesAreOnBothNodes() {
        for (var machine : town.objects.machines.values()) {
            town.rows.named(portName(machine.name())).map(PortFacts::binding).ifPresent(binding -> {
                if (!machine.target().isEmpty()) {
                    assertThat(binding.options())
                            .as("options of %s", machine)
                            .containsEntry("requested-chassis", machine.node() + "," + machine.target())
                            .containsEntry("activation-strategy", "rarp");
                } else {
                    assertThat(binding.requestedChassis())
                            .as("requested-chassis of %s", machine)
                            .isIn("", machine.node());
                    assertThat(binding.activation()).isEmpty();
                }
            });
        }
    }

    // ---- who can be served ---------------------------------------------------------------------------------------

    private void everybodyIsServedWhoCanBe() {
        for (var pod : town.objects.pods.values()) {
            if (!pod.isFinished() && !pod.isAllocated(Provider.DEFAULT)) {
                assertThat(couldHave(pod))
                        .as("could be served and is not: %s", pod)
                        .isFalse();
                assertThat(town.told).as("told why it waits: %s", pod).containsKey(pod.uid());
            }
        }
    }

    private boolean couldHave(PodFacts pod) {
        var row = town.rows.named(PortIdentity.ofPod(pod).portName());
        var others = town.rows.all().stream()
                .filter(other -> !row.equals(Optional.of(other)))
                .flatMap(other -> words(other).stream())
                .collect(Collectors.toSet());
        var mac = text(pod, "mac_address");
        if (mac.filter(others::contains).isPresent()) {
            return false;
        }
        var ips = text(pod, "ip_address");
        if (ips.isPresent()) {
            return canHave(ips.get(), others);
        }
        var pool = text(pod, "ip_pool");
        if (pool.isPresent()) {
            var entries = List.of(pool.get().split(pool.get().contains(";") ? ";" : ","));
            if (pod.controller().isEmpty()) {
                return entries.stream().anyMatch(entry -> canHave(entry, others));
            }
            int index = Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1)) - 1;
            return index < entries.size() && canHave(entries.get(index), others);
        }
        return row.isPresent() || Stream.of(AddressFamily.values()).allMatch(family -> hasFree(family, others));
    }

    private static Optional<String> text(PodFacts pod, String key) {
        return Optional.ofNullable(pod.annotations().get(PREFIX + key));
    }

    private boolean canHave(String text, Set<String> others) {
        var given = new HashSet<AddressFamily>();
        for (var word : text.split(",")) {
            var ip = IpAddress.parse(word);
            if (ip.isEmpty() || !isHost(ip.get()) || others.contains(ip.get().toString())) {
                return false;
            }
            given.add(ip.get().family());
        }
        return Stream.of(AddressFamily.values())
                .filter(family -> !given.contains(family))
                .allMatch(family -> hasFree(family, others));
    }

    private boolean isHost(IpAddress ip) {
        return hosts(ip.family()).contains(ip);
    }

    /** All but network, broadcast and gateway. */
    private List<IpAddress> hosts(AddressFamily family) {
        var cidr = town.subnet().cidr(family).orElseThrow();
        return Stream.iterate(cidr.network(), IpAddress::next)
                .limit(1L << (family.bits() - cidr.prefixLength()))
                .filter(ip -> !ip.equals(cidr.network()) && !ip.equals(cidr.last()))
                .filter(ip -> !town.subnet().gateways().contains(ip))
                .toList();
    }

    private boolean hasFree(AddressFamily family, Set<String> others) {
        return hosts(family).stream().anyMatch(ip -> !isExcluded(ip) && !others.contains(ip.toString()));
    }

    private boolean isExcluded(IpAddress ip) {
        return town.subnet().excluded().stream().anyMatch(range -> range.contains(ip));
    }

    // ---- counts --------------------------------------------------------------------------------------------------

    private void countsAreThoseOfARecount() {
        var held = town.rows.all().stream()
                .flatMap(row -> words(row).stream())
                .flatMap(word -> IpAddress.parse(word).stream())
                .collect(Collectors.toSet());
        for (SubnetUsage.FamilyUsage usage : town.usage().families()) {
            Cidr cidr = town.subnet().cidr(usage.family()).orElseThrow();
            assertThat(usage.usingCount().longValueExact())
                    .as("%s addresses in use", usage.family())
                    .isEqualTo(held.stream().filter(cidr::contains).count());
            assertThat(usage.availableCount().longValueExact())
                    .as("%s addresses available", usage.family())
                    .isEqualTo(hosts(usage.family()).stream()
                            .filter(ip -> !isExcluded(ip) && !held.contains(ip))
                            .count());
        }
    }
}
