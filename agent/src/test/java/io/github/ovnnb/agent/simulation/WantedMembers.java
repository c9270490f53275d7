package io.github.ovnnb.agent.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Since when an owner has wanted each of its members with the present template, without a break. */
final class WantedMembers implements SimulatedApi.Observer, MachineApi.Observer {
    private final World world;
    private final SimulatedApi api;
    private final Map<Member, Long> since = new HashMap<>();

    WantedMembers(World world, SimulatedApi api) {
        this.world = world;
        this.api = api;
    }

    Optional<Long> since(Member member) {
        return Optional.ofNullable(since.get(member));
    }

    @Override
    public void setChanged(Optional<StatefulSetObject> before, Optional<StatefulSetObject> after) {
        before.ifPresent(set -> {
            var same = after.filter(set::isSameWithSameTemplate);
            since.keySet()
                    .removeIf(member -> member.ownerUid().equals(set.uid())
                            && same.filter(now -> now.wants(member.ordinal())).isEmpty());
        });
        after.ifPresent(set -> wants(set, world.now()));
    }

    private void wants(StatefulSetObject set, long from) {
        for (int ordinal = set.start(); ordinal < set.start() + set.replicas(); ordinal++) {
            if (set.wants(ordinal)) {
                since.putIfAbsent(new Member(set.uid(), ordinal), from);
            }
        }
    }

    @Override
    public void machineChanged(Optional<MachineObject> before, Optional<MachineObject> after) {
        before.filter(machine -> !machine.lastsIn(after)).ifPresent(gone -> since.remove(Member.machine(gone.uid())));
        after.ifPresent(machine -> wants(machine, world.now()));
    }

    private void wants(MachineObject machine, long from) {
        if (!machine.deleting()) {
            since.putIfAbsent(Member.machine(machine.uid()), from);
        }
    }

    /**
     * What was wanted then and ever since is wanted by either view of things, so that nobody has a reason to think otherwise. Of what is wanted
     * again there may be agents for a while that know how it ended.
     */
    @Override
    public void putBack(SimulatedApi.PutBack how) {
        since.values().removeIf(time -> time > how.savedAt());
        long from = world.now() + Strangers.KNOWN_AFTER;
        api.sets().forEach(set -> wants(set, from));
        api.machines().machines().all().forEach(machine -> wants(machine, from));
    }

    /** What it had is no promise to it any more, but what it will get. */
    void begins(Member member) {
        since.computeIfPresent(member, (same, time) -> world.now());
    }
}
