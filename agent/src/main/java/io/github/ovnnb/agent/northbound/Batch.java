package io.github.ovnnb.agent.northbound;

import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.Claims;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortSpec;
import io.github.ovnnb.agent.northbound.Epochs.Epoch;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Many port changes as the operations of one transaction. Guards come first and say, for each row that is relied on, that it is still there:
 * a mutation of a switch that is gone would succeed, and the new port silently vanish. The {@code ports} column of a switch is touched once
 * for all changes together, because each touch costs the server time in proportion to the ports on it.
 */
final class Batch {
    private static final String SWITCHES = "Logical_Switch";
    private static final String PORTS = "Logical_Switch_Port";

    private final Rows rows;
    private final Supplier<UUID> newUuid;
    private final int preconditions;
    private final int locks;
    private final List<Operation> guards = new ArrayList<>();
    private final Map<Integer, PortChange> changeByGuard = new HashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final Map<Integer, PortChange> changeByOperation = new HashMap<>();
    private final Map<UUID, Membership> memberships = new LinkedHashMap<>();
    private final Set<UUID> guarded = new HashSet<>();
    private final DhcpRows dhcp;
    private final Company company;
    private final Map<UUID, Claim> claims = new LinkedHashMap<>();
    private final Map<Integer, Claim> claimByGuard = new HashMap<>();

    private record Membership(List<UUID> added, List<UUID> removed) {}

    /** New addresses on one switch. @param before the epoch that they rely on, @param next the one that they begin */
    record Claim(UUID logicalSwitch, Epoch before, String next, List<PortChange> changes) {}

    /**
     * @param preconditions what must hold of us, whatever the changes are: a deposed leader's late write is refused by the database itself
     * @param locks without which some of the changes may not be done
     * @param newUuid for new rows: the client chooses, so that a repetition can never make a second row
     */
    Batch(
            List<PortChange> changes,
            List<? extends Operation> preconditions,
            List<Operation.Assert> locks,
            Company company,
            Rows rows,
            Supplier<UUID> newUuid) {
        this.company = company;
        this.rows = rows;
        this.newUuid = newUuid;
        this.dhcp = new DhcpRows(rows);
        this.preconditions = preconditions.size();
        this.locks = locks.size();
        guards.addAll(preconditions);
        guards.addAll(locks);
        changes.forEach(this::add);
        claims.values().forEach(this::add);
    }

    boolean isEmpty() {
        return operations.isEmpty() && memberships.isEmpty();
    }

    List<Operation> operations() {
        var all = new ArrayList<Operation>(guards);
        all.addAll(operations);
        // After the ports: their operations are counted from the guards on, and references are checked at the end.
        all.addAll(dhcp.operations());
        memberships.forEach((logicalSwitch, ports) -> {
            if (!ports.removed().isEmpty()) {
                all.add(Operation.mutate(
                        SWITCHES, logicalSwitch, Mutation.delete("ports", Value.uuids(ports.removed()))));
            }
            if (!ports.added().isEmpty()) {
                all.add(Operation.mutate(
                        SWITCHES, logicalSwitch, Mutation.insert("ports", Value.uuids(ports.added()))));
            }
        });
        return all;
    }

    /** Whether the operation asks something of us, and of no change. */
    boolean isPrecondition(int operationIndex) {
        return operationIndex >= 0 && operationIndex < preconditions;
    }

    /** Whether the operation asserts one of the locks. */
    boolean isLock(int operationIndex) {
        return operationIndex >= preconditions && operationIndex < preconditions + locks;
    }

    /** Which change an operation belongs to; empty if to several or to none, as at commit time. */
    Optional<PortChange> changeOf(int operationIndex) {
        return operationIndex < guards.size()
                ? Optional.ofNullable(changeByGuard.get(operationIndex))
                : Optional.ofNullable(changeByOperation.get(operationIndex - guards.size()));
    }

    /** The changes that were too late, if the operation says that somebody else has put addresses on their switch. */
    Optional<Claim> claimOf(int operationIndex) {
        return Optional.ofNullable(claimByGuard.get(operationIndex));
    }

    /** What was relied on and replaced, once it is committed. */
    Collection<Claim> claims() {
        return claims.values();
    }

    private void claim(PortChange change) {
        Claims.of(change)
                .flatMap(claim -> rows.logicalSwitch(claim.logicalSwitch()))
                .ifPresent(uuid -> company.epoch(uuid)
                        .ifPresent(epoch -> claims.computeIfAbsent(
                                        uuid,
                                        none -> new Claim(
                                                uuid, epoch, newUuid.get().toString(), new ArrayList<>()))
                                .changes()
                                .add(change)));
    }

    private void add(Claim claim) {
        claimByGuard.put(guards.size(), claim);
        guards.add(claim.before().guard(claim.logicalSwitch()));
        operations.add(Epochs.replacement(claim.logicalSwitch(), claim.next()));
    }

    private void add(PortChange change) {
        claim(change);
        if (change instanceof PortChange.Create create) {
            create(create);
        } else if (change instanceof PortChange.Update update) {
            update(update);
        } else if (change instanceof PortChange.Unbind unbind) {
            guardPort(unbind, unbind.row());
            add(unbind, retain(unbind));
            if (unbind.anywhere()) {
                add(unbind, bind(unbind.row(), ChassisBinding.ANYWHERE));
            }
        } else if (change instanceof PortChange.Remove remove) {
            guardPort(remove, remove.row());
            // An unreferenced port is collected by the server, ovn-nb(5): leaving every switch is being removed.
            remove.row()
                    .logicalSwitches()
                    .forEach(name -> leave(name, remove.row().row()));
        }
    }

    private static Operation retain(PortChange.Unbind unbind) {
        var forget = removeKeys(ExternalIds.RETENTION_KEYS);
        var remember = ExternalIds.ofRetention(unbind.ownership());
        return remember.isEmpty()
                ? Operation.mutate(PORTS, unbind.row().row(), forget)
                : Operation.mutate(
                        PORTS, unbind.row().row(), forget, Mutation.insert("external_ids", Value.stringMap(remember)));
    }

    private void create(PortChange.Create create) {
        var spec = create.spec();
        var uuid = newUuid.get();
        var row = new HashMap<String, Value>();
        row.put("name", Value.of(spec.port().portName()));
        row.put("addresses", Value.strings(spec.addressesColumn()));
        row.put("port_security", Value.strings(spec.portSecurityColumn()));
        row.put("external_ids", Value.stringMap(ExternalIds.of(spec)));
        spec.binding().ifPresent(binding -> row.put("options", Value.stringMap(binding.options())));
        row.putAll(dhcp.columns(spec));
        add(create, Operation.insert(PORTS, uuid, row));
        join(spec, uuid);
    }

    private void update(PortChange.Update update) {
        var row = update.row();
        var spec = update.spec();
        guardPort(update, row);
        var columns = new HashMap<String, Value>();
        if (!row.addresses().equals(spec.addressesColumn())) {
            columns.put("addresses", Value.strings(spec.addressesColumn()));
        }
        if (!row.portSecurity().equals(spec.portSecurityColumn())) {
            columns.put("port_security", Value.strings(spec.portSecurityColumn()));
        }
        columns.putAll(dhcp.columns(row, spec));
        if (!columns.isEmpty()) {
            add(update, Operation.update(PORTS, row.row(), columns));
        }
        var ids = ExternalIds.of(spec);
        // A mutation never overwrites the value of a key that is there, RFC 7047 section 5.1, so the keys go first.
        add(
                update,
                Operation.mutate(
                        PORTS,
                        row.row(),
                        removeKeys(ExternalIds.keysToReplace(row, spec)),
                        Mutation.insert("external_ids", Value.stringMap(ids))));
        spec.binding()
                .filter(binding -> !binding.equals(row.binding()))
                .ifPresent(binding -> add(update, bind(row, binding)));
        var target = spec.placement().logicalSwitch();
        if (!row.logicalSwitches().equals(Set.of(target))) {
            row.logicalSwitches().stream().filter(name -> !name.equals(target)).forEach(name -> leave(name, row.row()));
            if (!row.logicalSwitches().contains(target)) {
                join(spec, row.row());
            }
        }
    }

    private static Operation bind(PortFacts row, ChassisBinding binding) {
        var forget = Mutation.delete("options", Value.strings(ChassisBinding.KEYS));
        return binding.options().isEmpty()
                ? Operation.mutate(PORTS, row.row(), forget)
                : Operation.mutate(
                        PORTS, row.row(), forget, Mutation.insert("options", Value.stringMap(binding.options())));
    }

    private static Mutation removeKeys(Set<String> keys) {
        return Mutation.delete("external_ids", Value.strings(keys));
    }

    private void join(PortSpec spec, UUID port) {
        var name = spec.placement().logicalSwitch();
        var uuid = rows.logicalSwitch(name).orElseGet(() -> uuidFor(name));
        if (guarded.add(uuid)) {
            if (rows.logicalSwitch(name).isPresent()) {
                guards.add(Operation.rowExists(SWITCHES, uuid));
            } else {
                operations.add(newSwitch(name, uuid));
            }
        }
        membership(uuid).added().add(port);
    }

    /** Two agents that miss the same switch choose the same uuid, so the second is refused and looks again. */
    private static UUID uuidFor(String logicalSwitch) {
        return UUID.nameUUIDFromBytes(
                ("ovn-nb-agent/Logical_Switch/" + logicalSwitch).getBytes(StandardCharsets.UTF_8));
    }

    private Operation newSwitch(String name, UUID uuid) {
        var ids = new HashMap<>(Map.of(ExternalIds.VENDOR, ExternalIds.OUR_VENDOR));
        if (company.othersWrite()) {
            ids.put(Epochs.KEY, newUuid.get().toString());
        }
        return Operation.insert(SWITCHES, uuid, Map.of("name", Value.of(name), "external_ids", Value.stringMap(ids)));
    }

    private void leave(String logicalSwitch, UUID port) {
        rows.logicalSwitch(logicalSwitch)
                .ifPresent(uuid -> membership(uuid).removed().add(port));
    }

    private Membership membership(UUID logicalSwitch) {
        return memberships.computeIfAbsent(logicalSwitch, none -> new Membership(new ArrayList<>(), new ArrayList<>()));
    }

    private void guardPort(PortChange change, PortFacts row) {
        company.guard(change, row).ifPresent(guard -> {
            changeByGuard.put(guards.size(), change);
            guards.add(guard);
        });
    }

    private void add(PortChange change, Operation operation) {
        changeByOperation.put(operations.size(), change);
        operations.add(operation);
    }
}
