package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who holds which address, per logical switch. It repeats what the Northbound rows say, plus what is being written just now
 * ({@link #reserve}); it is never a second truth. A port holds both while its row moves from one address to another, so the old one is
 * free only when the new one stands in the database.
 *
 * <p>Confined to the reconciler's thread.
 */
public final class AddressBook {
    private final Map<String, SwitchBook> switches = new HashMap<>();
    private final Map<String, Claim> claims = new HashMap<>();
    private final Map<String, ReservedIp> reservations = new HashMap<>();
    /** The ports that keep addresses for their living Pods, and not for a write. */
    private final Set<String> held = new HashSet<>();
    /** Those of them whose Pods live without doubt. */
    private final Set<String> proved = new HashSet<>();
    /** Ports whose row went away, and whose Pod was found to live. */
    private final Set<String> foundAlive = new HashSet<>();

    /** Switches on which something has changed since somebody asked. */
    private final Set<String> changed = new HashSet<>();

    /**
     * What one port holds: by its row, by a row that went away though its Pod may live, and by a write under way. Switch name to addresses.
     */
    private record Claim(
            Map<String, HeldAddresses> byRow, Map<String, HeldAddresses> inDoubt, Map<String, HeldAddresses> reserved) {
        static final Claim NONE = new Claim(Map.of(), Map.of(), Map.of());

        Claim {
            byRow = Map.copyOf(byRow);
            inDoubt = Map.copyOf(inDoubt);
            reserved = Map.copyOf(reserved);
        }

        boolean isNone() {
            return byRow.isEmpty() && inDoubt.isEmpty() && reserved.isEmpty();
        }

        HeldAddresses on(String logicalSwitch) {
            return byRow.getOrDefault(logicalSwitch, HeldAddresses.NONE)
                    .union(inDoubt.getOrDefault(logicalSwitch, HeldAddresses.NONE))
                    .union(reserved.getOrDefault(logicalSwitch, HeldAddresses.NONE));
        }

        /** Also against whoever has reserved it since; what is in doubt may be an earlier Pod's, and no help to its successor. */
        boolean keeps(String logicalSwitch, Predicate<HeldAddresses> some) {
            return Stream.of(byRow, reserved)
                    .map(had -> had.get(logicalSwitch))
                    .anyMatch(had -> had != null && some.test(had));
        }

        boolean hasByRow(String logicalSwitch, Addresses addresses) {
            return byRow.getOrDefault(logicalSwitch, HeldAddresses.NONE).hasAnyOf(addresses);
        }

        /** By name: what is done for each must not depend on chance. */
        Set<String> switches() {
            var all = new TreeSet<>(byRow.keySet());
            all.addAll(inDoubt.keySet());
            all.addAll(reserved.keySet());
            return all;
        }
    }

    /** Says which subnets there are now. Ports keep what they hold, inside or outside of them. */
    public void define(SubnetCatalog catalog) {
        switches.forEach((name, book) -> {
            if (catalog.named(name).isEmpty()) {
                book.undefine();
            }
        });
        for (var subnet : catalog.all()) {
            var pools = catalog.pools().ofSubnet(subnet.name());
            if (page(subnet.name()).define(subnet, pools, catalog.nodes())) {
                changed.add(subnet.name());
            }
        }
        switches.values().removeIf(SwitchBook::isBlank);
    }

    /** The row as the database has it now. Returns what became free. */
    public Collection<WakeKey> rowIs(PortFacts row) {
        return rowIs(row.name(), row.logicalSwitches(), HeldAddresses.read(row.addresses()));
    }

    /** The port's row as the database has it now, on every switch that lists it. Returns what became free. */
    public Collection<WakeKey> rowIs(String port, Collection<String> logicalSwitches, HeldAddresses held) {
        var byRow = new HashMap<String, HeldAddresses>();
        if (!held.isEmpty()) {
            logicalSwitches.forEach(logicalSwitch -> byRow.put(logicalSwitch, held));
        }
        var before = claim(port);
        // Each look at a port tells us of its row, and mostly nothing new.
        return before.byRow().equals(byRow) && before.inDoubt().isEmpty()
                ? List.of()
                : become(port, new Claim(byRow, Map.of(), before.reserved()));
    }

    /** The port's row is gone. Returns what became free. */
    public Collection<WakeKey> rowIsGone(String port) {
        return become(port, new Claim(Map.of(), Map.of(), claim(port).reserved()));
    }

    /** The port's row is gone, but whether its addresses are free is still to be found out. Returns what may become free by that. */
    public Collection<WakeKey> rowIsInDoubt(String port) {
        var before = claim(port);
        if (!before.byRow().isEmpty()) {
            foundAlive.remove(port);
        }
        var inDoubt = before.byRow().isEmpty() ? before.inDoubt() : before.byRow();
        become(port, new Claim(Map.of(), inDoubt, before.reserved()));
        return inDoubt.keySet().stream()
                .sorted()
                .flatMap(name -> page(name).keysOf(inDoubt.getOrDefault(name, HeldAddresses.NONE)).stream())
                .toList();
    }

    /** The Pod whose row went away lives: what it has is its own, row or not. Until the row is there again, or its addresses are given up. */
    public void isFoundAlive(String port) {
        if (!claim(port).inDoubt().isEmpty()) {
            foundAlive.add(port);
        }
    }

    /** It did, but may have gone since. */
    public void isFoundAliveNoMore(String port) {
        foundAlive.remove(port);
    }

    /** Whether the port holds something for the sake of a row. */
    public boolean knowsRow(String port) {
        return !claim(port).byRow().isEmpty() || !claim(port).inDoubt().isEmpty();
    }

    /** The switches on which the port holds something. */
    public Set<String> switchesOf(String port) {
        return claim(port).switches();
    }

    /** Keeps addresses that a living Pod of the port has, whatever rows say. */
    public void hold(String port, Placement placement) {
        if (!isHeldFor(port, placement)) {
            reserve(port, placement);
            held.add(port);
        }
    }

    /** Whether anything is kept for a living Pod of the port. */
    public boolean isHeldFor(String port) {
        return held.contains(port);
    }

    /** Whether just these are. */
    public boolean isHeldFor(String port, Placement placement) {
        return held.contains(port) && claim(port).reserved().equals(reserved(placement));
    }

    /** The Pod lives for whose sake the port holds something: whoever has the same address by a row that no Pod uses has to give way. */
    public void isProved(String port) {
        if (held.contains(port)) {
            proved.add(port);
        }
    }

    /** It did, but may have gone since. */
    public void isProvedNoMore(String port) {
        proved.remove(port);
    }

    /** Keeps addresses for a row that is about to be written. */
    public void reserve(String port, Placement placement) {
        holdNoMore(port);
        become(port, new Claim(claim(port).byRow(), claim(port).inDoubt(), reserved(placement)));
    }

    private static Map<String, HeldAddresses> reserved(Placement placement) {
        return Map.of(placement.logicalSwitch(), HeldAddresses.of(placement.addresses()));
    }

    private void holdNoMore(String port) {
        held.remove(port);
        proved.remove(port);
    }

    /** The write is over, well or ill: what the row says is all that counts. Returns what became free. */
    public Collection<WakeKey> settle(String port) {
        holdNoMore(port);
        var before = claim(port);
        return before.reserved().isEmpty()
                ? List.of()
                : become(port, new Claim(before.byRow(), before.inDoubt(), Map.of()));
    }

    /** The {@code IP} resource keeps these addresses now, and no longer what it kept before. Returns whom that concerns. */
    public Collection<WakeKey> reservationIs(ReservedIp reserved) {
        var concerned = new ArrayList<>(reservationIsGone(reserved.name()));
        reservations.put(reserved.name(), reserved);
        changed.add(reserved.logicalSwitch());
        concerned.addAll(page(reserved.logicalSwitch()).reserve(reserved));
        return concerned;
    }

    /** Returns what became free. */
    public Collection<WakeKey> reservationIsGone(String name) {
        var before = Optional.ofNullable(reservations.remove(name));
        before.map(ReservedIp::logicalSwitch).ifPresent(changed::add);
        return before.map(reserved -> page(reserved.logicalSwitch()).unreserve(reserved))
                .orElseGet(List::of);
    }

    /** What is reserved for that port on that switch, the one first whose name comes first. */
    List<HeldAddresses> reservedFor(String logicalSwitch, String port) {
        return book(logicalSwitch).map(book -> book.reservedFor(port)).orElseGet(List::of);
    }

    private SwitchBook page(String logicalSwitch) {
        return switches.computeIfAbsent(logicalSwitch, SwitchBook::new);
    }

    /** Whether no other port has any of these addresses there, by row or by reservation. */
    public boolean isUndisputed(String port, Placement placement) {
        var logicalSwitch = placement.logicalSwitch();
        var addresses = placement.addresses();
        return otherHolder(logicalSwitch, addresses.mac(), port).isEmpty()
                && addresses.ipSet().stream()
                        .allMatch(ip -> otherHolder(logicalSwitch, ip, port).isEmpty());
    }

    /**
     * Whether other ports have some of these addresses for no other reason than a write of theirs that is not decided yet, a row of which we
     * don't know yet why it went away, or a Pod that may live: in a moment they have them for good, or not at all.
     */
    boolean isUndecided(String port, Placement placement) {
        var logicalSwitch = placement.logicalSwitch();
        var others = otherHolders(logicalSwitch, HeldAddresses.of(placement.addresses()), port);
        return !others.isEmpty()
                && others.stream()
                        .noneMatch(other -> proved.contains(other)
                                || foundAlive.contains(other)
                                || claim(other).hasByRow(logicalSwitch, placement.addresses()));
    }

    /** The other ports that have addresses of this one's row, or of the one that went away, as far as the book knows; by name. */
    public Set<String> rivals(String port) {
        var claim = claim(port);
        var rivals = new TreeSet<String>();
        Stream.of(claim.byRow(), claim.inDoubt())
                .forEach(had ->
                        had.forEach((logicalSwitch, held) -> rivals.addAll(otherHolders(logicalSwitch, held, port))));
        return rivals;
    }

    private Set<String> otherHolders(String logicalSwitch, HeldAddresses addresses, String port) {
        var others = new TreeSet<String>();
        book(logicalSwitch).ifPresent(book -> others.addAll(book.holders(addresses)));
        others.remove(port);
        return others;
    }

    private Claim claim(String port) {
        return claims.getOrDefault(port, Claim.NONE);
    }

    private Collection<WakeKey> become(String port, Claim after) {
        var before = claim(port);
        changed.addAll(before.switches());
        changed.addAll(after.switches());
        if (after.inDoubt().isEmpty()) {
            foundAlive.remove(port);
        }
        if (after.isNone()) {
            claims.remove(port);
        } else {
            claims.put(port, after);
        }
        // Take first, then let go: an address that both have is never free in between.
        after.switches()
                .forEach(logicalSwitch ->
                        page(logicalSwitch).hold(port, after.on(logicalSwitch).minus(before.on(logicalSwitch))));
        var freed = new ArrayList<WakeKey>();
        for (var logicalSwitch : before.switches()) {
            var lost = before.on(logicalSwitch).minus(after.on(logicalSwitch));
            book(logicalSwitch).ifPresent(book -> freed.addAll(book.letGo(port, lost)));
        }
        return freed;
    }

    private Optional<SwitchBook> book(String logicalSwitch) {
        return Optional.ofNullable(switches.get(logicalSwitch));
    }

    /** Somebody other than the asking port. */
    Optional<Holder> otherHolder(String logicalSwitch, IpAddress ip, String port) {
        return book(logicalSwitch)
                .flatMap(page -> page.otherHolder(ip, port)
                        .or(() -> claim(port)
                                        .keeps(logicalSwitch, held -> held.ips().contains(ip))
                                ? Optional.empty()
                                : page.reservationAgainst(ip, port)));
    }

    Optional<Holder> otherHolder(String logicalSwitch, MacAddress mac, String port) {
        return book(logicalSwitch)
                .flatMap(page -> page.otherHolder(mac, port)
                        .or(() -> claim(port)
                                        .keeps(
                                                logicalSwitch,
                                                held -> held.macs().contains(mac))
                                ? Optional.empty()
                                : page.reservationAgainst(mac, port)));
    }

    boolean isHeld(String logicalSwitch, MacAddress mac) {
        return book(logicalSwitch).filter(book -> book.isHeld(mac)).isPresent();
    }

    /**
     * The address to give out next; empty when none is free or there is no such family.
     *
     * @param pool a named one, or {@link Pool#REST}
     */
    Optional<IpAddress> next(String logicalSwitch, String pool, AddressFamily family) {
        return book(logicalSwitch).flatMap(book -> book.next(pool, family));
    }

    /** The switches on which something may have changed since the last time this was asked. */
    public Set<String> takeChanged() {
        var taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** Empty if the book has no page on it. */
    public Optional<SubnetUsage> usage(Subnet subnet) {
        return book(subnet.name()).map(book -> book.usage(subnet));
    }

    public Optional<PoolUsage> usage(Pool pool) {
        return book(pool.subnet()).map(book -> book.usage(pool));
    }

    /**
     * The name of the port that has the address that the key names; empty if no port has, or the key names no address.
     *
     * @param port that asks: its own claim, such as to what its Pod was told, does not count; may be empty
     */
    public Optional<String> holder(WakeKey key, String port) {
        return otherHolder(key, port)
                .filter(Holder.Port.class::isInstance)
                .map(Holder.Port.class::cast)
                .map(Holder.Port::name);
    }

    private Optional<Holder> otherHolder(WakeKey key, String port) {
        if (key instanceof WakeKey.FreeIp freeIp) {
            return otherHolder(freeIp.logicalSwitch(), freeIp.ip(), port);
        }
        return key instanceof WakeKey.FreeMac freeMac
                ? otherHolder(freeMac.logicalSwitch(), freeMac.mac(), port)
                : Optional.empty();
    }

    /** Whether the obstacle that the key names is gone for that port, so that it is worth waking. */
    public boolean isOpen(WakeKey key, String port) {
        if (key instanceof WakeKey.FreeIp || key instanceof WakeKey.FreeMac) {
            return otherHolder(key, port).isEmpty();
        }
        return key instanceof WakeKey.Space space
                && book(space.logicalSwitch())
                        .filter(page -> page.hasSpace(space.pool()))
                        .isPresent();
    }
}
