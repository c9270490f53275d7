package io.github.ovnnb.ovsdb.draft;

import static io.github.ovnnb.ovsdb.draft.SmallDatabase.ADDRESSES;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.BY_NAME;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.BY_POD;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.IDS;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.NAME;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.PEER;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.PORTS;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.SWITCH_NAME;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.TAG;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.TYPE;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.row;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Mutation;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OvsMap;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DraftTest {
    private static final UUID NEW = uuid(100);
    private static final Row SWITCH =
            row("Switch", uuid(1), Map.ofEntries(SWITCH_NAME.to("sw"), PORTS.to(Set.of(uuid(2)))));
    private static final Row PORT = row(
            "Port",
            uuid(2),
            Map.ofEntries(
                    NAME.to("a"),
                    TAG.to(Optional.of(7L)),
                    ADDRESSES.to(Set.of("one", "two")),
                    IDS.to(Map.of("pod", "a-0", "vendor", "us"))));

    private final Draft draft = Draft.over(SmallDatabase.of(SWITCH, PORT), () -> NEW);
    private final DraftRow port = draft.find(BY_NAME, "a").orElseThrow();
    private final DraftRow sw = draft.row("Switch", uuid(1)).orElseThrow();

    @Test
    void aDraftThatOnlyLooksDoesNothing() {
        sw.verify(PORTS);

        assertThat(draft.operations()).isEmpty();
        assertThat(draft.view()).isSameAs(draft.base());
    }

    @Test
    void aNewRowIsThereAtOnceAndOthersReferToIt() {
        var added = draft.insert("Port", Map.ofEntries(NAME.to("b"), TYPE.to("router")));
        sw.add(PORTS, added.uuid());

        assertThat(draft.find(BY_NAME, "b").orElseThrow()).isSameAs(added);
        assertThat(sw.follow(PORTS)).containsExactlyInAnyOrder(port, added);
        assertThat(draft.view().referrers(added.row(), PORTS)).containsExactly(sw.row());
        assertThat(draft.base().find(BY_NAME, "b")).isEmpty();
        assertThat(draft.operations())
                .containsExactly(
                        Operation.rowExists("Switch", uuid(1)),
                        Operation.insert("Port", NEW, Map.ofEntries(NAME.to("b"), TYPE.to("router"))),
                        Operation.mutate("Switch", uuid(1), PORTS.insert(Set.of(NEW))));
    }

    @Test
    void aNewRowIsInsertedAsItCameToBe() {
        var added = draft.insert("Port", Map.ofEntries(NAME.to("b"), ADDRESSES.to(Set.of("one"))));
        added.set(NAME, "c").add(ADDRESSES, "two").put(IDS, "pod", "c-0");

        assertThat(added.get(ADDRESSES)).containsExactlyInAnyOrder("one", "two");
        assertThat(draft.find(BY_NAME, "b")).isEmpty();
        assertThat(draft.find(BY_POD, "c-0")).contains(added);
        assertThat(draft.operations())
                .containsExactly(Operation.insert(
                        "Port",
                        NEW,
                        Map.ofEntries(NAME.to("c"), ADDRESSES.to(Set.of("one", "two")), IDS.to(Map.of("pod", "c-0")))));
    }

    @Test
    void whatIsTakenBackIsNotDone() {
        port.set(NAME, "b").set(NAME, "a");
        port.add(ADDRESSES, "three").remove(ADDRESSES, "three");
        port.put(IDS, "pod", "other").put(IDS, "pod", "a-0");
        port.set(TAG, Optional.empty()).set(TAG, Optional.of(7L));
        draft.insert("Port", Map.of()).delete();

        assertThat(draft.operations()).isEmpty();
        assertThat(draft.view().rows("Port")).containsExactly(PORT);
    }

    @Test
    void onlyWhatDiffersIsSaid() {
        port.set(NAME, "b").set(TAG, Optional.of(7L));
        port.addAll(ADDRESSES, Set.of("one", "three")).removeAll(ADDRESSES, Set.of("two", "four"));
        port.putAll(IDS, Map.of("pod", "b-0", "vendor", "us")).removeKeys(IDS, Set.of("nobody"));

        assertThat(port.get(ADDRESSES)).containsExactlyInAnyOrder("one", "three");
        assertThat(port.get(IDS)).isEqualTo(Map.of("pod", "b-0", "vendor", "us"));
        assertThat(draft.operations())
                .containsExactly(
                        Operation.rowExists("Port", uuid(2)),
                        Operation.update("Port", uuid(2), Map.ofEntries(NAME.to("b"))),
                        Operation.mutate(
                                "Port",
                                uuid(2),
                                Mutation.delete("addresses", Value.setOf(Value.of("two"))),
                                Mutation.insert("addresses", Value.setOf(Value.of("three"))),
                                // What is under the key would stay.
                                Mutation.delete("ids", Value.setOf(Value.of("pod"))),
                                Mutation.insert("ids", OvsMap.of(Value.of("pod"), Value.of("b-0")))));
    }

    @Test
    void aWholeSetReplacesEverythingAndTakesLaterElementsIn() {
        port.add(ADDRESSES, "zero").set(ADDRESSES, Set.of("new")).add(ADDRESSES, "newer");
        port.removeKey(IDS, "pod").set(IDS, Map.of()).put(IDS, "k", "v").removeKey(IDS, "other");

        assertThat(draft.operations())
                .containsExactly(
                        Operation.rowExists("Port", uuid(2)),
                        Operation.update(
                                "Port",
                                uuid(2),
                                Map.ofEntries(ADDRESSES.to(Set.of("new", "newer")), IDS.to(Map.of("k", "v")))));
    }

    @Test
    void whatIsVerifiedIsWaitedForByTheKeyAndWithoutPatience() {
        port.verify(NAME, TAG).set(NAME, "b");

        assertThat(draft.operations())
                .containsExactly(
                        new Operation.Wait(
                                "Port",
                                List.of(Condition.uuid(uuid(2))),
                                List.of("name", "tag"),
                                Operation.Until.EQUAL,
                                List.of(Map.of("name", Value.of("a"), "tag", Value.of(7))),
                                Optional.of(Duration.ZERO)),
                        Operation.update("Port", uuid(2), Map.ofEntries(NAME.to("b"))));
    }

    @Test
    void aRowIsComparedAsItWasBeforeTheDraft() {
        port.set(NAME, "b").verify(NAME);
        var same = SmallDatabase.of(
                SWITCH, PORT.toBuilder().set("tag", Value.of(8)).build());
        var renamed = SmallDatabase.of(
                SWITCH, PORT.toBuilder().set("name", Value.of("x")).build());

        assertThat(draft.guards()).containsExactly(Operation.guard("Port", uuid(2), Map.ofEntries(NAME.to("a"))));
        assertThat(draft.isUpToDateIn(same)).isTrue();
        assertThat(draft.isUpToDateIn(renamed)).isFalse();
        assertThat(draft.isUpToDateIn(SmallDatabase.of(SWITCH))).isFalse();
    }

    @Test
    void aRowIsDeletedByItsKey() {
        port.set(NAME, "b").delete();
        sw.remove(PORTS, port.uuid());

        assertThat(draft.view().row("Port", uuid(2))).isEmpty();
        assertThat(draft.row("Port", uuid(2))).isEmpty();
        assertThat(draft.find(BY_NAME, "b")).isEmpty();
        assertThat(sw.follow(PORTS)).isEmpty();
        assertThat(draft.operations())
                .containsExactly(
                        Operation.rowExists("Switch", uuid(1)),
                        Operation.mutate("Switch", uuid(1), PORTS.delete(Set.of(uuid(2)))),
                        Operation.delete("Port", uuid(2)));
        assertThatThrownBy(() -> port.set(NAME, "c")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> draft.edit(PORT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.insert("Port", uuid(2), Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aColumnThatIsNotReplicatedCanBeWrittenAndNotRead() {
        port.set(TYPE, "router");

        assertThat(draft.operations())
                .containsExactly(
                        Operation.rowExists("Port", uuid(2)),
                        Operation.update("Port", uuid(2), Map.ofEntries(TYPE.to("router"))));
        assertThatThrownBy(() -> port.get(TYPE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> port.verify(TYPE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void referencesLeadToRowsThatAreThere() {
        port.set(PEER, Optional.of(uuid(2)));
        assertThat(port.follow(PEER)).containsExactly(port);

        port.set(PEER, Optional.of(uuid(99)));
        assertThat(port.follow(PEER)).isEmpty();
    }

    @Test
    void otherOperationsComeBeforeTheDeeds() {
        draft.also(new Operation.Comment("why"));

        assertThat(draft.operations()).containsExactly(new Operation.Comment("why"));
        port.set(NAME, "b");
        assertThat(draft.operations()).element(1).isEqualTo(new Operation.Comment("why"));
    }

    @Test
    void aColumnOfAnotherTableIsAMistake() {
        assertThatThrownBy(() -> port.set(SWITCH_NAME, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Switch.name is no column of Port");
        assertThatThrownBy(() -> draft.insert("Nonsense", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(List.of(draft.operations())).containsExactly(List.of());
    }
}
