package io.github.ovnnb.ovsdb.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A set of atoms, kept in order. Equal to another if it has the same elements.
 *
 * <p>Most sets have one element, some have 100,000 (the ports of a switch) and change by one at a time; each size has its own
 * representation, which is nobody's business.
 */
public abstract sealed class OvsSet implements Value, Iterable<Atom> permits SingleElementSet, FlatSet, ChunkedSet {
    OvsSet() {}

    public static OvsSet empty() {
        return FlatSet.EMPTY;
    }

    public static OvsSet of(Atom element) {
        return new SingleElementSet(element);
    }

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

    public abstract int size();

    public abstract boolean contains(Atom element);

    /**
     * What is in exactly one of the two sets: how {@code update2} and {@code update3} describe the change of a set. Takes time
     * by the size of {@code difference} and the logarithm of ours, roughly.
     */
    public OvsSet symmetricDifference(OvsSet difference) {
        if (difference.isEmpty()) {
            return this;
        }
        return ofSorted(merged(this, difference));
    }

    static Atom[] merged(Iterable<Atom> one, Iterable<Atom> other) {
        var result = new ArrayList<Atom>();
        var ours = one.iterator();
        var theirs = other.iterator();
        var a = nextOf(ours);
        var b = nextOf(theirs);
        while (a.length + b.length > 0) {
            int order = a.length == 0 ? 1 : b.length == 0 ? -1 : a[0].compareTo(b[0]);
            if (order < 0) {
                result.add(a[0]);
            } else if (order > 0) {
                result.add(b[0]);
            }
            a = order <= 0 ? nextOf(ours) : a;
            b = order >= 0 ? nextOf(theirs) : b;
        }
        return result.toArray(Atom[]::new);
    }

    /** The next element or none. */
    private static Atom[] nextOf(Iterator<Atom> atoms) {
        return atoms.hasNext() ? new Atom[] {atoms.next()} : new Atom[0];
    }

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
