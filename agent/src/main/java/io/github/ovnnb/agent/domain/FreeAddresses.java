package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which address of a CIDR to give out next: the lowest that is free, going round, so that a freed address is used again last. Memory and
 * time depend on the number of runs of taken addresses (time on its logarithm), not on the size of the CIDR.
 */
final class FreeAddresses {
    private final AddressRange hosts;
    private final AddressRanges neverRandom = new AddressRanges();
    private final AddressRanges unavailable = new AddressRanges();
    private IpAddress cursor;

    /** @param reserved excluded ranges and gateways: given out on request at most. They may overlap and reach beyond the CIDR. */
    FreeAddresses(Cidr cidr, List<AddressRange> reserved) {
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
    Optional<IpAddress> next() {
        return freeFrom(cursor).or(() -> freeFrom(hosts.first()));
    }

    /** To be called when an address becomes held, however it was chosen. */
    void take(IpAddress address) {
        if (!isManaged(address)) {
            return;
        }
        if (next().filter(address::equals).isPresent()) {
            cursor = address.equals(hosts.last()) ? hosts.first() : address.next();
        }
        unavailable.add(AddressRange.of(address));
    }

    /** To be called when nobody holds the address any more. */
    void free(IpAddress address) {
        if (isManaged(address)) {
            unavailable.remove(address);
        }
    }

    /** Everything that could be given out now, in order. */
    List<AddressRange> ranges() {
        return unavailable.missingFrom(hosts);
    }

    /** How many runs of addresses are not to be given out: what memory and time depend on. */
    int runs() {
        return unavailable.size();
    }

    private boolean isManaged(IpAddress address) {
        return hosts.contains(address) && !neverRandom.contains(address);
    }

    private Optional<IpAddress> freeFrom(IpAddress start) {
        return Optional.of(unavailable.firstMissingFrom(start)).filter(hosts::contains);
    }
}
