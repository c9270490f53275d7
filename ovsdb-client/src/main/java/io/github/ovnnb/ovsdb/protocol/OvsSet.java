package io.github.ovnnb.ovsdb.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** A set of atoms, kept in order. Equal to another if it has the same elements. */
public final class OvsSet implements Value, Iterable<Atom> {
    public static final OvsSet EMPTY = new OvsSet(new Atom[0]);

    private final Atom[] elements;

    private OvsSet(Atom[] sorted) {
        this.elements = sorted;
    }

    public static OvsSet of(Atom... elements) {
        return elements.length == 0 ? EMPTY : sorted(elements.clone());
    }

    /** A repeated element counts once. */
    public static OvsSet copyOf(Collection<? extends Atom> elements) {
        return elements.isEmpty() ? EMPTY : sorted(elements.toArray(Atom[]::new));
    }

    private static OvsSet sorted(Atom[] own) {
        Arrays.sort(own);
        int distinct = 1;
        for (int i = 1; i < own.length; i++) {
            if (own[i].compareTo(own[distinct - 1]) != 0) {
                own[distinct++] = own[i];
            }
        }
        return new OvsSet(distinct == own.length ? own : Arrays.copyOf(own, distinct));
    }

    public int size() {
        return elements.length;
    }

    public boolean isEmpty() {
        return elements.length == 0;
    }

    public boolean contains(Atom element) {
        return Arrays.binarySearch(elements, element) >= 0;
    }

    /** The only or the lowest element. Fails with NoSuchElementException if there is none. */
    public Atom first() {
        if (isEmpty()) {
            throw new NoSuchElementException("the set is empty");
        }
        return elements[0];
    }

    /**
     * What is in exactly one of the two sets: how {@code update2} and {@code update3} describe the change of a set.
     */
    public OvsSet symmetricDifference(OvsSet other) {
        var result = new ArrayList<Atom>(size() + other.size());
        int i = 0;
        int j = 0;
        while (i < elements.length || j < other.elements.length) {
            int order = i == elements.length
                    ? 1
                    : j == other.elements.length ? -1 : elements[i].compareTo(other.elements[j]);
            if (order < 0) {
                result.add(elements[i++]);
            } else if (order > 0) {
                result.add(other.elements[j++]);
            } else {
                i++;
                j++;
            }
        }
        return result.isEmpty() ? EMPTY : new OvsSet(result.toArray(Atom[]::new));
    }

    @Override
    public Iterator<Atom> iterator() {
        return List.of(elements).iterator();
    }

    @Override
    public OvsSet asSet() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof OvsSet that && Arrays.equals(elements, that.elements));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return Arrays.stream(elements).map(Atom::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
