package io.github.ovnnb.agent.domain;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of addresses of one family in which a missing one is found at once, however scattered it is: one bit an address, in pages that exist
 * only where something is taken. What is taken at one blow costs nothing, be it half an IPv6 /64.
 */
final class TakenAddresses {
    /** Bits of an address that are its place on the page: a page has 1,024. Smaller ones waste less on stray addresses. */
    private static final int PLACE_BITS = 10;

    private static final int PAGE = 1 << PLACE_BITS;

    /** By the number of the page, an address without its lowest bits. None is empty; those taken at one blow are not here. */
    private final Map<IpAddress, BitSet> pages = new HashMap<>();

    private final AddressRanges fullPages = new AddressRanges();

    boolean contains(IpAddress address) {
        var number = pageOf(address);
        var page = pages.get(number);
        return page == null ? fullPages.contains(number) : page.get(placeOf(address));
    }

    /** The lowest address from this one upwards that is not in the set. */
    IpAddress firstMissingFrom(IpAddress start) {
        var number = pageOf(start);
        var page = pages.get(number);
        if (page == null) {
            return fullPages.contains(number) ? firstMissingOnPageFrom(number) : start;
        }
        int place = page.nextClearBit(placeOf(start));
        return place < PAGE ? address(number, place) : firstMissingOnPageFrom(number.next());
    }

    private IpAddress firstMissingOnPageFrom(IpAddress start) {
        var number = fullPages.firstMissingFrom(start);
        var page = pages.get(number);
        return address(number, page == null ? 0 : page.nextClearBit(0));
    }

    void add(IpAddress address) {
        var number = pageOf(address);
        set(number, placeOf(address), placeOf(address));
    }

    void add(AddressRange range) {
        var first = pageOf(range.first());
        var last = pageOf(range.last());
        if (first.equals(last)) {
            set(first, placeOf(range.first()), placeOf(range.last()));
            return;
        }
        set(first, placeOf(range.first()), PAGE - 1);
        set(last, 0, placeOf(range.last()));
        if (!first.next().equals(last)) {
            var between = new AddressRange(first.next(), last.previous());
            pages.keySet().removeIf(between::contains);
            fullPages.add(between);
        }
    }

    private void set(IpAddress number, int firstPlace, int lastPlace) {
        var page = pages.get(number);
        if (page == null) {
            if (fullPages.contains(number)) {
                return;
            }
            page = new BitSet();
            pages.put(number, page);
        }
        page.set(firstPlace, lastPlace + 1);
        if (isFull(page)) {
            fullPages.add(AddressRange.of(number));
        }
    }

    void remove(IpAddress address) {
        var number = pageOf(address);
        var page = pages.get(number);
        if (page == null) {
            if (!fullPages.contains(number)) {
                return;
            }
            page = new BitSet();
            page.set(0, PAGE);
            pages.put(number, page);
        }
        if (isFull(page)) {
            fullPages.remove(number);
        }
        page.clear(placeOf(address));
        if (page.isEmpty()) {
            pages.remove(number);
        }
    }

    private static boolean isFull(BitSet page) {
        return page.nextClearBit(0) >= PAGE;
    }

    /** Those of the range that are not in the set; in order, they neither overlap nor touch. */
    List<AddressRange> missingFrom(AddressRange whole) {
        return merged().missingFrom(whole);
    }

    /** The same as ranges, which takes time in proportion to what is taken. */
    AddressRanges merged() {
        var merged = new AddressRanges();
        fullPages
                .ranges()
                .forEach(range ->
                        merged.add(new AddressRange(address(range.first(), 0), address(range.last(), PAGE - 1))));
        pages.forEach((number, page) -> {
            for (int from = page.nextSetBit(0); from >= 0; ) {
                int end = page.nextClearBit(from);
                merged.add(new AddressRange(address(number, from), address(number, end - 1)));
                from = page.nextSetBit(end);
            }
        });
        return merged;
    }

    /** Those with a bit for each address, and the runs of pages that were taken at one blow. */
    int pages() {
        return pages.size() + fullPages.size();
    }

    private static IpAddress pageOf(IpAddress address) {
        long low = address.high() << (Long.SIZE - PLACE_BITS) | address.low() >>> PLACE_BITS;
        return new IpAddress(address.family(), address.high() >>> PLACE_BITS, low);
    }

    private static int placeOf(IpAddress address) {
        return (int) address.low() & (PAGE - 1);
    }

    private static IpAddress address(IpAddress page, int place) {
        long high = page.high() << PLACE_BITS | page.low() >>> (Long.SIZE - PLACE_BITS);
        return new IpAddress(page.family(), high, page.low() << PLACE_BITS | place);
    }
}
