package io.github.ovnnb.ovsdb.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against java.util.HashMap, with hashes that collide wholly, in part and hardly. */
class HashTriePropertyTest {
    record Entry(int key, int value) {}

    record Step(boolean put, int key, int value, boolean publish) {}

    private record Hashing(int distinctHashes) implements HashTrie.Keying<Integer, Entry> {
        @Override
        public int hash(Integer key) {
            return key % distinctHashes;
        }

        @Override
        public int hashOf(Entry entry) {
            return hash(entry.key());
        }

        @Override
        public boolean hasKey(Entry entry, Integer key) {
            return entry.key() == key;
        }

        @Override
        public boolean sameKey(Entry one, Entry other) {
            return one.key() == other.key();
        }
    }

    private record Published(HashTrie<Integer, Entry> trie, Map<Integer, Entry> expected) {}

    @Property(tries = 500)
    void behavesAsAMapAndNeverChangesWhatWasPublished(
            @ForAll("steps") List<Step> steps, @ForAll("hashings") Integer distinctHashes) {
        var editor = HashTrie.empty(new Hashing(distinctHashes)).edit();
        var expected = new HashMap<Integer, Entry>();
        var published = new ArrayList<Published>();
        for (var step : steps) {
            if (step.put()) {
                var entry = new Entry(step.key(), step.value());
                assertThat(editor.put(entry)).isEqualTo(expected.put(step.key(), entry));
            } else {
                assertThat(editor.remove(step.key())).isEqualTo(expected.remove(step.key()));
            }
            assertThat(editor.find(step.key())).isEqualTo(expected.get(step.key()));
            if (step.publish()) {
                var trie = editor.build();
                published.add(new Published(trie, Map.copyOf(expected)));
                editor = trie.edit();
            }
        }
        published.add(new Published(editor.build(), expected));

        assertThat(published).allSatisfy(HashTriePropertyTest::assertSame);
    }

    @Property(tries = 500)
    void aMapBuiltAtOnceIsTheSameAsOneBuiltStepByStep(
            @ForAll("steps") List<Step> steps, @ForAll("hashings") Integer distinctHashes) {
        var keying = new Hashing(distinctHashes);
        var entries =
                steps.stream().map(step -> new Entry(step.key(), step.value())).toList();
        var expected = new HashMap<Integer, Entry>();
        entries.forEach(entry -> expected.put(entry.key(), entry));

        var build = new HashTrieBuild<Integer, Entry>(keying, (earlier, later) -> later);
        entries.forEach(build::add);
        var trie = build.build();

        assertSame(new Published(trie, expected));
        var editor = trie.edit();
        for (int key = 0; key < 300; key += 2) {
            assertThat(editor.remove(key)).isEqualTo(expected.remove(key));
        }
        editor.put(new Entry(1000, 1));
        assertThat(editor.remove(1000)).isNotNull();
        assertSame(new Published(editor.build(), expected));
    }

    private static void assertSame(Published published) {
        var trie = published.trie();
        assertThat(trie.size()).isEqualTo(published.expected().size());
        assertThat(trie)
                .containsExactlyInAnyOrderElementsOf(published.expected().values());
        for (int key = 0; key < 300; key++) {
            assertThat(trie.find(key)).isEqualTo(published.expected().get(key));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(0, 299),
                        Arbitraries.integers(),
                        Arbitraries.of(true, false, false, false))
                .as(Step::new)
                .list()
                .ofMaxSize(400);
    }

    @Provide
    Arbitrary<Integer> hashings() {
        return Arbitraries.of(1, 3, 40, 1000);
    }
}
