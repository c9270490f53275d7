package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A set of addresses of one family as merged ranges that never touch: every operation is logarithmic in the number of ranges. */
final class AddressRanges {
    private final TreeMap<IpAddress, IpAddress> lastByFirst = new TreeMap<>();

    boolean contains(IpAddress address) {
        return covers(lastByFirst.floorEntry(address), address);
    }

    /** The lowest address from this one upwards that is not in the set. */
    IpAddress firstMissingFrom(IpAddress start) {
        var around = lastByFirst.floorEntry(start);
        return covers(around, start) ? around.getValue().next() : start;
    }

    /** In order; they neither overlap nor touch. */
    List<AddressRange> ranges() {
        return lastByFirst.entrySet().stream()
                .map(range -> new AddressRange(range.getKey(), range.getValue()))
                .toList();
    }

    /** What of that range is not in the set, in order; costs only as much as there is in between. */
    List<AddressRange> missingFrom(AddressRange whole) {
        var missing = new ArrayList<AddressRange>();
        var next = whole.first();
        var start = lastByFirst.floorKey(next);
        for (var taken : lastByFirst.tailMap(start == null ? next : start, true).entrySet()) {
            if (taken.getKey().compareTo(whole.last()) > 0) {
                break;
            }
            if (next.compareTo(taken.getKey()) < 0) {
                missing.add(new AddressRange(next, taken.getKey().previous()));
            }
            if (taken.getValue().compareTo(whole.last()) >= 0) {
                return missing;
            }
            next = max(next, taken.getValue().next());
        }
        missing.add(new AddressRange(next, whole.last()));
        return missing;
    }

    /** How many runs of addresses it has. */
    int size() {
        return lastByFirst.size();
    }

    boolean isEmpty() {
        return lastByFirst.isEmpty();
    }

    void add(AddressRange range) {
        var first = range.first();
        var last = range.last();
        var below = lastByFirst.lowerEntry(first);
        if (below != null && below.getValue().compareTo(first.previous()) >= 0) {
            first = below.getKey();
            last = max(last, below.getValue());
        }
        for (var inside = lastByFirst.ceilingEntry(first);
                inside != null && touches(inside.getKey(), last);
                inside = lastByFirst.ceilingEntry(first)) {
            last = max(last, inside.getValue());
            lastByFirst.remove(inside.getKey());
        }
        lastByFirst.put(first, last);
    }

    void remove(IpAddress address) {
        var around = lastByFirst.floorEntry(address);
        if (!covers(around, address)) {
            return;
        }
        lastByFirst.remove(around.getKey());
        if (around.getKey().compareTo(address) < 0) {
            lastByFirst.put(around.getKey(), address.previous());
        }
        if (address.compareTo(around.getValue()) < 0) {
            lastByFirst.put(address.next(), around.getValue());
        }
    }

    private static boolean covers(Map.@Nullable Entry<IpAddress, IpAddress> range, IpAddress address) {
        return range != null && range.getValue().compareTo(address) >= 0;
    }

    private static boolean touches(IpAddress nextFirst, IpAddress last) {
        return nextFirst.compareTo(last) <= 0 || nextFirst.previous().equals(last);
    }

    private static IpAddress max(IpAddress one, IpAddress other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
