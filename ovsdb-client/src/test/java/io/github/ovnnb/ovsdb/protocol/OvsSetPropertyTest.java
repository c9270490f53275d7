package io.github.ovnnb.ovsdb.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Against java.util.TreeSet, with sets small and large enough for every representation. */
class OvsSetPropertyTest {

    @Property(tries = 300)
    void behavesAsASortedSet(@ForAll @Size(max = 1500) List<@IntRange(max = 2000) Integer> elements) {
        var expected = new TreeSet<>(elements);
        var set = of(elements);

        assertThat(set).hasSize(expected.size()).containsExactlyElementsOf(of(expected));
        for (int i = 0; i <= 2000; i += 7) {
            assertThat(set.contains(Value.of(i))).isEqualTo(expected.contains(i));
        }
    }

    @Property(tries = 300)
    void theSymmetricDifferenceLeadsThereAndBack(
            @ForAll @Size(max = 1500) List<@IntRange(max = 2000) Integer> ours,
            @ForAll @Size(max = 300) List<@IntRange(max = 2000) Integer> theirs) {
        var expected = new TreeSet<>(ours);
        for (int element : new TreeSet<>(theirs)) {
            if (!expected.remove(element)) {
                expected.add(element);
            }
        }

        var changed = of(ours).symmetricDifference(of(theirs));

        assertThat(changed).isEqualTo(of(expected)).hasSameHashCodeAs(of(expected));
        assertThat(changed.symmetricDifference(of(theirs))).isEqualTo(of(ours));
    }

    /** As the ports of a switch: many steps of one element, in which chunks fill, split, shrink and vanish. */
    @Property(tries = 30)
    void staysRightOverManySmallSteps(@ForAll @Size(min = 1000, max = 2000) List<@IntRange(max = 700) Integer> steps) {
        var expected = new TreeSet<Integer>();
        var set = OvsSet.empty();
        for (int element : steps) {
            if (!expected.remove(element)) {
                expected.add(element);
            }
            set = set.symmetricDifference(OvsSet.of(Value.of(element)));
            assertThat(set.size()).isEqualTo(expected.size());
        }
        assertThat(set).isEqualTo(of(expected));
    }

    /** A listener asks which ports came and went, by the two versions of the row that it is given. */
    @Property(tries = 100)
    void versionsOfOneSetDifferByWhatWasChanged(
            @ForAll @Size(min = 500, max = 1500) List<@IntRange(max = 3000) Integer> elements,
            @ForAll @Size(max = 20) List<@IntRange(max = 3000) Integer> steps) {
        var before = of(elements);
        var after = before;
        var difference = new TreeSet<Integer>();
        for (int element : steps) {
            after = after.symmetricDifference(OvsSet.of(Value.of(element)));
            if (!difference.remove(element)) {
                difference.add(element);
            }
        }

        assertThat(after.symmetricDifference(before)).isEqualTo(of(difference));
        assertThat(before.symmetricDifference(after)).isEqualTo(of(difference));
        assertThat(after.equals(before)).isEqualTo(difference.isEmpty());
    }

    private static OvsSet of(Iterable<Integer> elements) {
        var atoms = new java.util.ArrayList<Atom>();
        elements.forEach(element -> atoms.add(Value.of((long) element)));
        return OvsSet.copyOf(atoms);
    }
}
