package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which address of a CIDR to give out next: the lowest that is free, going round, so that a freed address is used again last. Memory depends
 * on what is taken, not on the size of the CIDR; time hardly on either, nor on how scattered the taken ones are.
 */
public final class FreeAddresses {
    private final AddressRange hosts;
    private final AddressRanges neverRandom = new AddressRanges();
    private final TakenAddresses unavailable = new TakenAddresses();
    private IpAddress cursor;
    /** The answer of {@link #next}, for as long as nothing changes: whoever asks usually takes it. */
    private @Nullable Optional<IpAddress> upcoming;

    /** @param reserved excluded ranges and gateways: given out on request at most. They may overlap and reach beyond the CIDR. */
    public FreeAddresses(Cidr cidr, List<AddressRange> reserved) {
        this(cidr.hosts(), reserved);
    }

    private FreeAddresses(AddressRange hosts, List<AddressRange> reserved) {
        this.hosts = hosts;
        this.cursor = hosts.first();
        reserved.stream().flatMap(range -> range.intersect(hosts).stream()).forEach(range -> {
            neverRandom.add(range);
            unavailable.add(range);
        });
    }

    /**
     * Only those of the given ranges, which may be many and far apart.
     *
     * @param only of one family, not empty
     */
    static FreeAddresses within(AddressRanges only, List<AddressRange> reserved) {
        var ranges = only.ranges();
        var whole = new AddressRange(
                ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
        return new FreeAddresses(
                whole,
                Stream.concat(only.missingFrom(whole).stream(), reserved.stream())
                        .toList());
    }

    /** The address to give out now; empty when none is free. */
    public Optional<IpAddress> next() {
        var answer = upcoming;
        if (answer == null) {
            answer = freeFrom(cursor).or(() -> freeFrom(hosts.first()));
            upcoming = answer;
        }
        return answer;
    }

    /** To be called when an address becomes held, however it was chosen. */
    public void take(IpAddress address) {
        if (!isManaged(address)) {
            return;
        }
        if (next().filter(address::equals).isPresent()) {
            cursor = address.equals(hosts.last()) ? hosts.first() : address.next();
        }
        unavailable.add(address);
        upcoming = null;
    }

    /** To be called when nobody holds the address any more. */
    public void free(IpAddress address) {
        if (isManaged(address)) {
            unavailable.remove(address);
            upcoming = null;
        }
    }

    /** Everything that could be given out now, in order. */
    List<AddressRange> ranges() {
        return unavailable.missingFrom(hosts);
    }

    /** How many pages are kept of what is not to be given out: what memory depends on. */
    int pages() {
        return unavailable.pages();
    }

    private boolean isManaged(IpAddress address) {
        return hosts.contains(address) && !neverRandom.contains(address);
    }

    private Optional<IpAddress> freeFrom(IpAddress start) {
        return Optional.of(unavailable.firstMissingFrom(start)).filter(hosts::contains);
    }
}
