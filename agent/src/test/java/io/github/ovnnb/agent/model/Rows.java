package io.github.ovnnb.agent.model;

import io.github.ovnnb.agent.domain.ChassisBinding;
import io.github.ovnnb.agent.domain.PortChange;
import io.github.ovnnb.agent.domain.PortFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.domain.PortOwnership;
import io.github.ovnnb.agent.domain.PortSpec;
import io.github.ovnnb.agent.reconcile.Northbound;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A Northbound that does at once what it is told. */
final class Rows implements Northbound {
    private final Map<String, PortFacts> byName = new TreeMap<>();
    private Listener listener = Listener.NOBODY;
    private long uuids;

    /** The agent that follows. */
    interface Listener {
        Listener NOBODY = new Listener() {
            @Override
            public void changed(PortFacts row) {}

            @Override
            public void deleted(PortFacts last) {}
        };

        void changed(PortFacts row);

        void deleted(PortFacts last);
    }

    void tell(Listener now) {
        listener = now;
    }

    Collection<PortFacts> all() {
        return java.util.List.copyOf(byName.values());
    }

    Optional<PortFacts> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    void putForeign(String name, String logicalSwitch, String addresses) {
        put(new PortFacts(
                newUuid(),
                name,
                Set.of(logicalSwitch),
                Set.of(addresses),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                ChassisBinding.ANYWHERE,
                ""));
    }

    void remove(String name) {
        Optional.ofNullable(byName.remove(name)).ifPresent(listener::deleted);
    }

    private UUID newUuid() {
        return new UUID(7, ++uuids);
    }

    private void put(PortFacts row) {
        byName.put(row.name(), row);
        listener.changed(row);
    }

    @Override
    public void cease() {}

    @Override
    public void onStanding(Consumer<Optional<String>> listener) {}

    @Override
    public CompletionStage<CommitOutcome> sweep(PortChange change) {
        return commit(change);
    }

    @Override
    public Optional<PortFacts> port(String name) {
        return named(name);
    }

    @Override
    public Collection<PortIdentity> ports() {
        return all().stream().flatMap(row -> row.identity().stream()).toList();
    }

    @Override
    public CompletionStage<Void> takeOver() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<CommitOutcome> commit(PortChange change) {
        if (change instanceof PortChange.Create create) {
            put(row(newUuid(), create.spec(), ChassisBinding.ANYWHERE));
        } else if (change instanceof PortChange.Update update) {
            put(row(update.row().row(), update.spec(), update.row().binding()));
        } else if (change instanceof PortChange.Unbind unbind) {
            var row = named(unbind.port().portName()).orElseThrow();
            var owner = row.ownership().orElseThrow();
            put(copy(
                    row,
                    new PortOwnership(owner.workload(), Optional.empty()),
                    unbind.anywhere() ? ChassisBinding.ANYWHERE : row.binding()));
        } else {
            remove(change.port().portName());
        }
        return CompletableFuture.completedFuture(new Committed());
    }

    private static PortFacts row(UUID uuid, PortSpec spec, ChassisBinding before) {
        return new PortFacts(
                uuid,
                spec.port().portName(),
                Set.of(spec.placement().logicalSwitch()),
                spec.addressesColumn(),
                spec.portSecurityColumn(),
                Optional.of(spec.port()),
                Optional.of(spec.ownership()),
                spec.binding().orElse(before),
                "kube-ovn");
    }

    private static PortFacts copy(PortFacts row, PortOwnership ownership, ChassisBinding binding) {
        return new PortFacts(
                row.row(),
                row.name(),
                row.logicalSwitches(),
                row.addresses(),
                row.portSecurity(),
                row.identity(),
                Optional.of(ownership),
                binding,
                row.vendor());
    }
}
