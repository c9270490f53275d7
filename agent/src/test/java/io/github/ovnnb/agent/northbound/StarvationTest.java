package io.github.ovnnb.agent.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.northbound.SharedDatabase.Writer;
import io.github.ovnnb.agent.reconcile.Northbound.CommitOutcome;
import io.github.ovnnb.agent.reconcile.Northbound.Committed;
import io.github.ovnnb.agent.reconcile.Northbound.Overtaken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Agents on one switch of which some are so far from the database that, whenever a transaction of theirs arrives, a near one has been there
 * since they last heard. The near ones never pause.
 */
class StarvationTest {
    /** Ten that lose, the wish to go first, and what relies on it; and one that was under way already. */
    private static final int MOST_ROUNDS = 13;

    private static final int MOST_PAUSES = 120;
    private static final String PRECEDENCE = "ovnnb.io/epoch-precedence";

    private final SharedDatabase database = new SharedDatabase();
    private final Writer far = database.writer().far();
    private final List<Writer> near = List.of(database.writer(), database.writer());
    private final List<CompletableFuture<CommitOutcome>> ofNear = new ArrayList<>();
    private int addresses = 1;

    @BeforeEach
    void begin() {
        database.switchExists();
    }

    /** What the far ones send arrives after the near ones have written. */
    private void round(Writer... farOnes) {
        for (var each : farOnes) {
            each.hear();
            each.work();
        }
        near.forEach(this::allocate);
        for (var each : farOnes) {
            each.arrive();
            each.work();
        }
    }

    private void allocate(Writer writer) {
        writer.hear();
        ofNear.add(create(writer));
        writer.work();
    }

    private CompletableFuture<CommitOutcome> create(Writer writer) {
        int number = ++addresses;
        return writer.create("p" + number, number);
    }

    @Test
    void whoAlwaysComesTooLateIsLetGoFirstInTheEnd() {
        var served = create(far);

        for (int round = 0; round < MOST_ROUNDS; round++) {
            round(far);
        }

        assertThat(served).isCompletedWithValue(new Committed());
        assertThat(ofNear.get(0)).isCompletedWithValue(new Committed());
    }

    /** As real agents do, who all look for the lowest one; so each loss is a reason to plan anew. */
    @Test
    void soIsWhoAlwaysWantsTheAddressThatAnotherIsJustGiven() {
        var served = far.create("far", addresses + 1);

        for (int round = 0; round < MOST_ROUNDS; round++) {
            far.hear();
            far.work();
            if (served.isDone() && served.join() instanceof Overtaken) {
                served = far.create("far", addresses + 1);
                far.work();
            }
            allocate(near.get(0));
            far.arrive();
            far.work();
        }

        assertThat(served).isCompletedWithValue(new Committed());
    }

    @Test
    void whoIsLetGoFirstHoldsUpNobodyAfterwards() {
        var unused = create(far);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            round(far);
        }

        near.forEach(this::allocate);

        near.forEach(Writer::hear);
        near.forEach(Writer::work);
        near.forEach(Writer::hear);
        near.forEach(Writer::work);
        assertThat(ofNear).allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
        assertThat(database.rows(DatabaseModel.PORTS)).hasSize(addresses - 1);
    }

    @Test
    void twoThatAreFarAwayGoOneAfterTheOther() {
        var other = database.writer().far();
        var served = List.of(create(far), create(other));

        for (int round = 0; round < 3 * MOST_ROUNDS; round++) {
            round(far, other);
        }

        assertThat(served).allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
    }

    @Test
    void whoDiesBeforeItGoesHoldsUpOthersForAWhileOnly() {
        var unused = create(far);
        for (int round = 0; !database.switchKeys().containsKey(PRECEDENCE); round++) {
            assertThat(round).isLessThan(MOST_ROUNDS);
            round(far);
        }

        var others = near.stream().map(this::create).toList();
        near.forEach(Writer::hear);
        near.forEach(Writer::work);
        assertThat(others).noneMatch(CompletableFuture::isDone);
        for (int pause = 0; pause < MOST_PAUSES; pause++) {
            near.forEach(Writer::hear);
            near.forEach(Writer::work);
        }

        assertThat(others).allSatisfy(change -> assertThat(change).isCompletedWithValue(new Committed()));
        assertThat(database.switchKeys()).doesNotContainKey(PRECEDENCE);
    }
}
