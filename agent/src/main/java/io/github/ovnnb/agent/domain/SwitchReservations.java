package io.github.ovnnb.agent.domain;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is reserved on one logical switch, and for whom. A port that has such an address already is not disturbed by it. */
final class SwitchReservations {
    private final Map<String, ReservedIp> byName = new TreeMap<>();
    private final Holdings<IpAddress> ips = new Holdings<>();
    private final Holdings<MacAddress> macs = new Holdings<>();
    /** Names of reservations by the port they are for. */
    private final Holdings<String> forPort = new Holdings<>();

    void add(ReservedIp reserved) {
        byName.put(reserved.name(), reserved);
        reserved.held().ips().forEach(ip -> ips.add(ip, reserved.name()));
        reserved.held().macs().forEach(mac -> macs.add(mac, reserved.name()));
        reserved.forPort().ifPresent(port -> forPort.add(port, reserved.name()));
    }

    void remove(ReservedIp reserved) {
        byName.remove(reserved.name());
        reserved.held().ips().forEach(ip -> ips.remove(ip, reserved.name()));
        reserved.held().macs().forEach(mac -> macs.remove(mac, reserved.name()));
        reserved.forPort().ifPresent(port -> forPort.remove(port, reserved.name()));
    }

    /** The reservation that keeps the address from that port. */
    Optional<ReservedIp> against(IpAddress ip, String port) {
        return against(ips.holders(ip), port);
    }

    Optional<ReservedIp> against(MacAddress mac, String port) {
        return against(macs.holders(mac), port);
    }

    private Optional<ReservedIp> against(Collection<String> names, String port) {
        var all = names.stream().sorted().flatMap(name -> named(name).stream()).toList();
        return all.stream().anyMatch(reserved -> reserved.isFor(port))
                ? Optional.empty()
                : all.stream().findFirst();
    }

    private Optional<ReservedIp> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The reservations for that port, by their names. */
    List<ReservedIp> of(String port) {
        return forPort.holders(port).stream()
                .sorted()
                .flatMap(name -> named(name).stream())
                .toList();
    }

    boolean isReserved(IpAddress ip) {
        return ips.isHeld(ip);
    }

    boolean isReserved(MacAddress mac) {
        return macs.isHeld(mac);
    }

    /** The ports that may have the address nevertheless. */
    Collection<String> portsFor(IpAddress ip) {
        return ips.holders(ip).stream()
                .sorted()
                .flatMap(name -> named(name).flatMap(ReservedIp::forPort).stream())
                .toList();
    }

    Collection<IpAddress> addresses() {
        return ips.addresses();
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }
}
