package io.github.ovnnb.ovsdb.draft;

import static io.github.ovnnb.ovsdb.draft.SmallDatabase.ADDRESSES;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.BY_ADDRESS;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.BY_NAME;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.BY_POD;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.IDS;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.NAME;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.TAG;
import static io.github.ovnnb.ovsdb.draft.SmallDatabase.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.ovsdb.replica.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a draft shows is what a server that carries out its operations comes to hold. */
class DraftPropertyTest {
    private static final int ROWS = 8;

    @Property(tries = 1_000)
    void theViewIsWhatTheServerThenHolds(@ForAll Random random) {
        var server = new ModelServer();
        for (int round = 0; round < 5; round++) {
            var draft = Draft.over(SmallDatabase.of(server.rows("Port")));
            scribble(random, draft, ROWS);

            assertThat(server.transact(draft.operations())).isTrue();

            assertThat(draft.view().rows("Port")).containsExactlyInAnyOrderElementsOf(server.rows("Port"));
            assertIndexed(draft.view());
        }
    }

    /** Each writes elements, keys and rows of its own; neither loses anything of what the other has done. */
    @Property(tries = 500)
    void whatIsChangedInPartLeavesTheRestToOthers(@ForAll Random random) {
        var server = new ModelServer();
        var first = Draft.over(SmallDatabase.of(server.rows("Port")));
        for (int i = 0; i < ROWS; i++) {
            first.insert("Port", uuid(i), Map.of());
        }
        server.transact(first.operations());
        var before = SmallDatabase.of(server.rows("Port"));
        var ours = Draft.over(before);
        var theirs = Draft.over(before);
        for (int i = 0; i < 20; i++) {
            partially(random, ours, "ours");
            partially(random, theirs, "theirs");
        }

        assertThat(server.transact(theirs.operations())).isTrue();
        assertThat(server.transact(ours.operations())).isTrue();

        var after = SmallDatabase.of(server.rows("Port"));
        for (var row : after.rows("Port")) {
            var elements = new HashSet<>(theirs.edit(row).get(ADDRESSES));
            elements.addAll(ours.edit(row).get(ADDRESSES));
            var entries = new HashMap<>(theirs.edit(row).get(IDS));
            entries.putAll(ours.edit(row).get(IDS));
            assertThat(ADDRESSES.of(row)).isEqualTo(elements);
            assertThat(IDS.of(row)).isEqualTo(entries);
        }
    }

    /** A verified column that somebody has changed, and a row that is gone, are found out; nothing else is. */
    @Property(tries = 500)
    void aDraftIsRefusedJustWhenWhatItReliesOnIsDifferent(@ForAll Random random) {
        var server = new ModelServer();
        var first = Draft.over(SmallDatabase.of());
        scribble(random, first, ROWS);
        server.transact(first.operations());
        var before = SmallDatabase.of(server.rows("Port"));
        var ours = Draft.over(before);
        scribble(random, ours, 4);
        for (var row : before.rows("Port")) {
            if (random.nextInt(3) == 0 && ours.row("Port", row.uuid()).isPresent()) {
                ours.edit(row).verify(random.nextBoolean() ? NAME : ADDRESSES);
            }
        }
        var theirs = Draft.over(before);
        scribble(random, theirs, 4);
        server.transact(theirs.operations());
        var after = SmallDatabase.of(server.rows("Port"));
        if (ours.operations().isEmpty()
                || ours.view().rows("Port").stream()
                        .anyMatch(row -> before.row("Port", row.uuid()).isEmpty()
                                && after.row("Port", row.uuid()).isPresent())) {
            return;
        }

        assertThat(server.transact(ours.operations())).isEqualTo(ours.isUpToDateIn(after));
    }

    private static void scribble(Random random, Draft draft, int steps) {
        var inserted = new HashSet<UUID>();
        for (int i = 0; i < steps; i++) {
            var uuid = uuid(random.nextInt(ROWS));
            var row = draft.row("Port", uuid);
            if (row.isPresent()) {
                change(random, row.get());
            } else if (draft.base().row("Port", uuid).isEmpty() && inserted.add(uuid)) {
                draft.insert("Port", uuid, Map.ofEntries(NAME.to(text(random))));
            }
        }
    }

    private static void change(Random random, DraftRow row) {
        switch (random.nextInt(10)) {
            case 0 -> row.delete();
            case 1 -> row.set(NAME, text(random));
            case 2 -> row.set(TAG, random.nextBoolean() ? Optional.empty() : Optional.of((long) random.nextInt(2)));
            case 3 -> row.set(ADDRESSES, Set.of(text(random)));
            case 4 -> row.set(IDS, Map.of("pod", text(random)));
            case 5 -> row.add(ADDRESSES, text(random));
            case 6 -> row.remove(ADDRESSES, text(random));
            case 7 -> row.put(IDS, random.nextBoolean() ? "pod" : text(random), text(random));
            case 8 -> row.removeKey(IDS, random.nextBoolean() ? "pod" : text(random));
            default -> row.verify(NAME);
        }
    }

    private static void partially(Random random, Draft draft, String who) {
        var row = draft.row("Port", uuid(random.nextInt(ROWS))).orElseThrow();
        var text = who + random.nextInt(3);
        switch (random.nextInt(4)) {
            case 0 -> row.add(ADDRESSES, text);
            case 1 -> row.remove(ADDRESSES, text);
            case 2 -> row.put(IDS, text, text(random));
            default -> row.removeKey(IDS, text);
        }
    }

    private static String text(Random random) {
        return List.of("a", "b", "c").get(random.nextInt(3));
    }

    private static void assertIndexed(Snapshot view) {
        for (var key : List.of("a", "b", "c")) {
            assertThat(view.findAll(BY_NAME, key))
                    .containsExactlyInAnyOrderElementsOf(view.rows("Port").stream()
                            .filter(row -> NAME.of(row).equals(key))
                            .toList());
            assertThat(view.findAll(BY_ADDRESS, key))
                    .containsExactlyInAnyOrderElementsOf(view.rows("Port").stream()
                            .filter(row -> ADDRESSES.of(row).contains(key))
                            .toList());
            assertThat(view.findAll(BY_POD, key))
                    .containsExactlyInAnyOrderElementsOf(view.rows("Port").stream()
                            .filter(row -> key.equals(IDS.of(row).get("pod")))
                            .toList());
        }
    }
}
