package io.github.ovnnb.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches break, expire and are left behind by a storage that was put back, as those of a real API server. */
class InformerTest {
    private static final long LONG_ENOUGH = 10_000_000;

    private final World world = new World(1, false);
    private final List<String> heard = new ArrayList<>();
    private long version = 1;
    private ApiTable<String> table;
    private Informer<String> informer;

    @BeforeEach
    void follow() {
        var faults = new Faults(world.chance());
        faults.calmDown();
        table = new ApiTable<>("Things", world, faults, () -> version);
        informer = table.watch(new SimulatedProcess(world), any -> true, new Ear());
        put("a");
        informer.start();
        passes();
        heard.clear();
    }

    private void put(String key) {
        version++;
        table.put(key, key);
    }

    private void remove(String key) {
        version++;
        table.remove(key);
    }

    private void passes() {
        world.runFor(LONG_ENOUGH);
    }

    @Test
    void goesOnWhereItBroke() {
        informer.breakFor(1_000, false);
        put("b");
        remove("a");

        passes();

        assertThat(heard).containsExactly("changed b", "removed a");
    }

    @Test
    void listsAnewWhenItHasExpired() {
        informer.breakFor(1_000, true);
        put("b");
        remove("a");

        passes();

        assertThat(heard).containsExactly("missing a", "changed b");
    }

    @Test
    void listsAnewFromAServerThatRemembersNothing() {
        informer.breakFor(1_000, false);
        remove("a");
        table.forgetChanges();

        passes();

        assertThat(heard).containsExactly("missing a");
    }

    @Test
    void hearsNothingOfAStorageThatWasPutBackUntilItIsAsFarAgain() {
        var saved = table.save();
        put("undone");
        passes();
        version--;
        saved.run();
        table.forgetChanges();
        informer.breakFor(1_000, false);
        passes();
        heard.clear();

        put("silent");
        put("told");
        passes();

        assertThat(heard).containsExactly("changed told");
    }

    private final class Ear implements Informer.Handler<String> {
        @Override
        public void changed(Optional<String> before, String now) {
            heard.add("changed " + now);
        }

        @Override
        public void removed(String last) {
            heard.add("removed " + last);
        }

        @Override
        public void missing(String last) {
            heard.add("missing " + last);
        }

        @Override
        public void synced(Informer<String> watch) {}
    }
}
