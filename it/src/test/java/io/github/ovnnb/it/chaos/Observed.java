package io.github.ovnnb.it.chaos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A ledger that is told fabricated things, and a clock that stands until it is moved. */
final class Observed {
    static final String SWITCH = "chaos";
    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

    private final Hand hand = new Hand();
    private final Ledger ledger = new Ledger(hand, () -> "a test");
    private final Map<String, Port> rows = new LinkedHashMap<>();
    private String generation = "1";
    private long version = 100;

    private static final class Hand extends Clock {
        private Instant now = BEGIN;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    Ledger ledger() {
        return ledger;
    }

    List<Rule> broken() {
        return ledger.violations().stream().map(Violation::rule).toList();
    }

    void pass(Duration time) {
        hand.now = hand.now.plus(time);
    }

    /** A row comes or changes, and all members show it. */
    void row(String uuid, String name, String addresses, String podUid, String ownerUid) {
        rows.put(
                uuid,
                new Port(
                        uuid,
                        name,
                        Set.of(SWITCH),
                        List.of(addresses),
                        Map.of(
                                "vendor", "kube-ovn",
                                "ovnnb.io/pod-uid", podUid,
                                "ovnnb.io/owner-uid", ownerUid)));
        show();
    }

    void noRow(String uuid) {
        rows.remove(uuid);
        show();
    }

    /** One row goes and another of the same name comes, in one transaction. */
    void replaceRow(String gone, String uuid, String name, String addresses, String podUid, String owner) {
        rows.remove(gone);
        row(uuid, name, addresses, podUid, owner);
    }

    void show() {
        show("server 1");
        show("server 2");
    }

    void show(String member) {
        ledger.state(member, state());
    }

    DatabaseState state() {
        return DatabaseState.of(generation, rows.values());
    }

    /** All rows are others from now on; nobody shows them yet. */
    void restore() {
        ledger.restoring();
        generation += "'";
        rows.clear();
    }

    /** Created now. */
    PodSighting pod(String uid, String port, String owner, String told) {
        return new PodSighting(
                uid,
                port,
                Optional.of(++version),
                hand.now,
                false,
                false,
                owner.isEmpty() ? Optional.empty() : Optional.of(new Claim(owner, port)),
                told.isEmpty() ? Optional.empty() : Optional.of(Assignment.of(SWITCH, told)));
    }

    PodSighting tell(String uid, String port, String owner, String told) {
        var pod = pod(uid, port, owner, told);
        ledger.pod(pod);
        return pod;
    }

    long version() {
        return version;
    }

    /** A Pod that was born later shows that the watch has come past everything before. */
    void watchIsCurrent() {
        pass(Duration.ofSeconds(3));
        tell("later-" + ++version, "later-" + version + ".chaos", "", "");
    }
}
