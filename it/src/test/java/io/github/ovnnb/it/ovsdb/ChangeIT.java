package io.github.ovnnb.it.ovsdb;

import static io.github.ovnnb.it.ovsdb.ClientUnderTest.eventually;
import static io.github.ovnnb.it.ovsdb.ClientUnderTest.within;
import static io.github.ovnnb.it.ovsdb.ProvingServer.DATABASE;
import static io.github.ovnnb.it.ovsdb.ProvingServer.PART;
import static io.github.ovnnb.it.ovsdb.ProvingServer.THING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.it.harness.RawConnection;
import io.github.ovnnb.ovsdb.ChangeOptions;
import io.github.ovnnb.ovsdb.ChangeOutcome;
import io.github.ovnnb.ovsdb.Lock;
import io.github.ovnnb.ovsdb.TransactionOutcome.Refused;
import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.draft.DraftRow;
import io.github.ovnnb.ovsdb.protocol.AtomKind;
import io.github.ovnnb.ovsdb.protocol.Column;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Drafts against a real server: what one shows is what the server then holds, and no update is lost to another writer. */
class ChangeIT {
    private static final Column<String> CODE = Column.scalar(THING, "code", AtomKind.STRING, "");
    private static final Column<Long> NUMBER = Column.scalar(THING, "number", AtomKind.INTEGER, 0L);
    private static final Column<Set<Long>> TAGS = Column.set(THING, "tags", AtomKind.INTEGER);
    private static final Column<Map<String, String>> LABELS =
            Column.map(THING, "labels", AtomKind.STRING, AtomKind.STRING);
    private static final Column<Optional<String>> NOTE = Column.optional(THING, "note", AtomKind.STRING);
    private static final Column<Set<UUID>> PARTS = Column.set(THING, "parts", AtomKind.ROW);
    private static final Column<Set<UUID>> FRIENDS = Column.set(THING, "friends", AtomKind.ROW);
    private static final Column<Long> SIZE = Column.scalar(PART, "size", AtomKind.INTEGER, 0L);

    private static final Index BY_CODE = Index.on(THING, "code");
    private static final Index BY_NUMBER = Index.sorted(THING, "number");
    private static final Index BY_PART = Index.onElement(THING, "parts");

    private static final ProvingServer PROVING = new ProvingServer();
    private static final List<ClientUnderTest> CLIENTS =
            Stream.generate(ChangeIT::newClient).limit(4).toList();
    private static final RawConnection STRANGER = PROVING.server().connect();

    private static ClientUnderTest newClient() {
        return ClientUnderTest.start(
                PROVING.options(
                        TableDefinition.of(THING, "code", "number", "tags", "labels", "note", "parts", "friends")
                                .indexedBy(BY_NUMBER, BY_PART),
                        TableDefinition.of(PART, "size")),
                THING);
    }

    @AfterContainer
    static void stop() {
        STRANGER.close();
        CLIENTS.forEach(ClientUnderTest::close);
        PROVING.close();
    }

    private static ClientUnderTest any() {
        return CLIENTS.get(0);
    }

    private static DraftRow thing(Draft draft, String code) {
        return draft.find(BY_CODE, code).orElseThrow();
    }

    private static String newThing() {
        var code = "code-" + UUID.randomUUID();
        commit(any().client.change(draft -> draft.insert(THING, Map.ofEntries(CODE.to(code)))));
        CLIENTS.forEach(client -> eventually(
                () -> assertThat(client.snapshot().find(BY_CODE, code)).isPresent()));
        return code;
    }

    private static ChangeOutcome commit(CompletionStage<ChangeOutcome> change) {
        var outcome = within(change);
        assertThat(outcome.isCommitted()).as("%s", outcome).isTrue();
        return outcome;
    }

    @Example
    void severalWritersIncrementAndNoUpdateIsLost() {
        var code = newThing();
        var changes = IntStream.range(0, 100)
                .mapToObj(i -> CLIENTS.get(i % 4)
                        .client
                        .change(draft -> {
                            var counter = thing(draft, code);
                            counter.verify(NUMBER).set(NUMBER, counter.get(NUMBER) + 1);
                        })
                        .toCompletableFuture())
                .toList();

        within(CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new)));

        assertThat(changes)
                .allSatisfy(change -> assertThat(change.join().isCommitted()).isTrue());
        assertThat(changes)
                .anySatisfy(change -> assertThat(change.join().attempts()).isGreaterThan(1));
        CLIENTS.forEach(client -> eventually(
                () -> assertThat(NUMBER.of(client.snapshot().find(BY_CODE, code).orElseThrow()))
                        .isEqualTo(100)));
    }

    @Example
    void severalWritersAddToOneSetAndOneMapWithoutStandingInEachOthersWay() {
        var code = newThing();
        var changes = IntStream.range(0, 200)
                .mapToObj(i -> CLIENTS.get(i % 4)
                        .client
                        .change(draft -> thing(draft, code).add(TAGS, (long) i).put(LABELS, "k" + i, "v"))
                        .toCompletableFuture())
                .toList();

        within(CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new)));

        assertThat(changes)
                .allSatisfy(change -> assertThat(change.join().attempts()).isEqualTo(1));
        CLIENTS.forEach(client -> eventually(() -> {
            var row = client.snapshot().find(BY_CODE, code).orElseThrow();
            assertThat(TAGS.of(row)).hasSize(200);
            assertThat(LABELS.of(row)).hasSize(200);
        }));
    }

    @Example
    void aChangeOfARowThatSomebodyHasDeletedIsNotTakenForDone() {
        var code = newThing();
        var deleted = new AtomicBoolean();
        var change = any().client.change(draft -> {
            if (!deleted.getAndSet(true)) {
                STRANGER.transact(
                        DATABASE,
                        "{\"op\":\"delete\",\"table\":\"Thing\",\"where\":[[\"code\",\"==\",\"" + code + "\"]]}");
            }
            draft.find(BY_CODE, code)
                    .ifPresentOrElse(
                            thing -> thing.set(NUMBER, 7L),
                            () -> draft.insert(THING, Map.ofEntries(CODE.to(code), NUMBER.to(8L))));
        });

        assertThat(commit(change).attempts()).isGreaterThan(1);
        assertThat(NUMBER.of(any().snapshot().find(BY_CODE, code).orElseThrow()))
                .isEqualTo(8);
    }

    @Example
    void newRowsReferToEachOtherAndAreFollowed() {
        var code = newThing();
        commit(any().client.change(draft -> {
            var part = draft.insert(PART, Map.ofEntries(SIZE.to(3L)));
            var thing = thing(draft, code).add(PARTS, part.uuid());
            thing.add(FRIENDS, thing.uuid());
            assertThat(thing.follow(PARTS)).containsExactly(part);
        }));

        var now = any().snapshot();
        var thing = now.find(BY_CODE, code).orElseThrow();
        var parts = now.follow(thing, PARTS);
        assertThat(parts).extracting(SIZE::of).containsExactly(3L);
        assertThat(now.referrers(parts.get(0), PARTS)).containsExactly(thing);
        assertThat(now.follow(thing, FRIENDS)).containsExactly(thing);
    }

    @Example
    void withoutTheLockNothingIsStored() {
        var code = newThing();
        var first = any().client.lock("changing");
        eventually(() -> assertThat(first.state()).isEqualTo(Lock.State.HELD));
        var second = CLIENTS.get(1).client.lock("changing");
        commit(any().client
                .change(
                        ChangeOptions.DEFAULT.underLock(first),
                        draft -> thing(draft, code).set(NUMBER, 1L)));

        var refused = within(CLIENTS.get(1)
                .client
                .change(
                        ChangeOptions.DEFAULT.underLock(second),
                        draft -> thing(draft, code).set(NUMBER, 2L)));

        assertThat(refused.outcome())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refusal -> assertThat(refusal.error().error()).isEqualTo("not owner"));
        within(first.unlock());
        within(second.unlock());
    }

    @Property
    void whatADraftShowsIsWhatTheServerThenHolds(@ForAll Random random) {
        var seen = new AtomicReference<>(any().snapshot());
        commit(any().client.change(draft -> {
            scribble(random, draft);
            seen.set(draft.view());
        }));

        var view = Objects.requireNonNull(seen.get());
        var shape = view.shape(THING).orElseThrow();
        assertThat(Canonical.rows(view.rows(THING))).isEqualTo(Canonical.rows(STRANGER.rows(DATABASE, THING), shape));
        var now = any().snapshot();
        assertThat(Canonical.rows(now.rows(THING))).isEqualTo(Canonical.rows(view.rows(THING)));
        assertThat(now.sorted(BY_NUMBER)).isEqualTo(view.sorted(BY_NUMBER));
        assertThat(now.sorted(BY_NUMBER)).isSortedAccordingTo(Comparator.comparing(NUMBER::of));
    }

    private static void scribble(Random random, Draft draft) {
        for (int i = random.nextInt(12); i >= 0; i--) {
            var rows = List.copyOf(draft.view().rows(THING));
            if (rows.size() < 4 || random.nextInt(6) == 0) {
                draft.insert(THING, Map.ofEntries(CODE.to("code-" + UUID.randomUUID())));
            } else {
                change(random, draft, draft.edit(rows.get(random.nextInt(rows.size()))));
            }
        }
        forgetTheDead(draft);
    }

    private static void change(Random random, Draft draft, DraftRow row) {
        long number = random.nextInt(5);
        switch (random.nextInt(11)) {
            case 0 -> row.delete();
            case 1 -> row.set(NUMBER, number);
            case 2 -> row.set(NOTE, random.nextBoolean() ? Optional.empty() : Optional.of("n" + number));
            case 3 -> row.set(TAGS, Set.of(number, number + 1));
            case 4 -> row.add(TAGS, number);
            case 5 -> row.remove(TAGS, number);
            case 6 -> row.set(LABELS, Map.of("k" + number, "set"));
            case 7 -> row.put(LABELS, "k" + number, "put" + random.nextInt(2));
            case 8 -> row.removeKey(LABELS, "k" + number);
            case 9 ->
                row.add(FRIENDS, draft.view().rows(THING).iterator().next().uuid());
            default -> row.verify(CODE, LABELS);
        }
    }

    /** As the server does with weak references, which the view leaves to it. */
    private static void forgetTheDead(Draft draft) {
        for (Row row : List.copyOf(draft.view().rows(THING))) {
            var dead = new HashSet<>(FRIENDS.of(row));
            dead.removeIf(friend -> draft.view().row(THING, friend).isPresent());
            if (!dead.isEmpty()) {
                draft.edit(row).removeAll(FRIENDS, dead);
            }
        }
    }
}
