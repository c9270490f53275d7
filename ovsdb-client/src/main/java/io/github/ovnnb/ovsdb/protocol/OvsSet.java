package io.github.ovnnb.ovsdb.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * A set of atoms, kept in order. Equal to another if it has the same elements.
 *
 * <p>Most sets have one element, some have 100,000 (the ports of a switch) and change by one at a time; each size has its own
 * representation, which is nobody's business.
 */
public abstract sealed class OvsSet implements Value, Iterable<Atom> permits SingleElementSet, FlatSet, ChunkedSet {
    OvsSet() {}

    /** {@return the set without elements} */
    public static OvsSet empty() {
        return FlatSet.EMPTY;
    }

    /** {@return the set of this element} */
    public static OvsSet of(Atom element) {
        return new SingleElementSet(element);
    }

    /** {@return the set of these elements, of which a repeated one counts once} */
    public static OvsSet of(Atom... elements) {
        return ofOwn(elements.clone());
    }

    /** A repeated element counts once. */
    public static OvsSet copyOf(Collection<? extends Atom> elements) {
        return ofOwn(elements.toArray(Atom[]::new));
    }

    private static OvsSet ofOwn(Atom[] elements) {
        if (isStrictlyRising(elements)) {
            return ofSorted(elements);
        }
        Arrays.sort(elements);
        int distinct = 1;
        for (int i = 1; i < elements.length; i++) {
            if (elements[i].compareTo(elements[distinct - 1]) != 0) {
                elements[distinct++] = elements[i];
            }
        }
        return ofSorted(Arrays.copyOf(elements, distinct));
    }

    /** As it usually comes from a server. */
    private static boolean isStrictlyRising(Atom[] elements) {
        for (int i = 1; i < elements.length; i++) {
            if (elements[i - 1].compareTo(elements[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    static OvsSet ofSorted(Atom[] elements) {
        if (elements.length == 0) {
            return FlatSet.EMPTY;
        }
        if (elements.length == 1) {
            return new SingleElementSet(elements[0]);
        }
        return elements.length <= ChunkedSet.CHUNK ? new FlatSet(elements) : ChunkedSet.ofSorted(elements);
    }

    /** {@return how many elements it has} */
    public abstract int size();

    /** Whether it has this element. Takes time by the logarithm of the size. */
    public abstract boolean contains(Atom element);

    /**
     * What is in exactly one of the two sets: how {@code update2} and {@code update3} describe the change of a set. Takes time
     * by the size of {@code difference} and the logarithm of ours, roughly.
     */
    public OvsSet symmetricDifference(OvsSet difference) {
        if (difference.isEmpty()) {
            return this;
        }
        return ofSorted(merged(toArray(), difference.toArray()));
    }

    /** All elements of both. Takes time by the size of {@code more} and the logarithm of ours, roughly. */
    public OvsSet with(OvsSet more) {
        return symmetricDifference(more.filtered(element -> !contains(element)));
    }

    /** What is in this set and not in the other. Takes time by the size of {@code fewer} and the logarithm of ours, roughly. */
    public OvsSet without(OvsSet fewer) {
        return symmetricDifference(fewer.filtered(this::contains));
    }

    /** The elements for which {@code wanted} says yes. */
    public OvsSet filtered(Predicate<? super Atom> wanted) {
        var chosen = new ArrayList<Atom>();
        for (var element : this) {
            if (wanted.test(element)) {
                chosen.add(element);
            }
        }
        return chosen.size() == size() ? this : ofSorted(chosen.toArray(Atom[]::new));
    }

    /** By rising order; not to be changed. */
    abstract Atom[] toArray();

    /** What is in exactly one of two sorted arrays. The second is usually by far the shorter: the first is copied in stretches. */
    static Atom[] merged(Atom[] many, Atom[] few) {
        var result = new Atom[many.length + few.length];
        int size = 0;
        int copied = 0;
        for (var atom : few) {
            int found = Arrays.binarySearch(many, copied, many.length, atom);
            int upTo = found < 0 ? -found - 1 : found;
            System.arraycopy(many, copied, result, size, upTo - copied);
            size += upTo - copied;
            if (found < 0) {
                result[size++] = atom;
            }
            copied = found < 0 ? upTo : upTo + 1;
        }
        System.arraycopy(many, copied, result, size, many.length - copied);
        size += many.length - copied;
        return size == result.length ? result : Arrays.copyOf(result, size);
    }

    /** {@return whether it has no element} */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** The only or the lowest element. Fails with NoSuchElementException if there is none. */
    public Atom first() {
        var elements = iterator();
        if (!elements.hasNext()) {
            throw new NoSuchElementException("the set is empty");
        }
        return elements.next();
    }

    @Override
    public OvsSet asSet() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof OvsSet that) || that.size() != size()) {
            return false;
        }
        var ours = iterator();
        var theirs = that.iterator();
        while (ours.hasNext()) {
            if (!ours.next().equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (var element : this) {
            sum += element.hashCode();
        }
        return sum;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("[");
        for (var element : this) {
            text.append(text.length() > 1 ? ", " : "").append(element);
        }
        return text.append(']').toString();
    }
}
