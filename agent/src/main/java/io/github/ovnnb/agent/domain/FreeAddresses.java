package io.github.ovnnb.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        this.hosts = cidr.hosts();
        this.cursor = hosts.first();
        reserved.stream().flatMap(range -> range.intersect(hosts).stream()).forEach(range -> {
            neverRandom.add(range);
            unavailable.add(range);
        });
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
        var free = new ArrayList<AddressRange>();
        var next = hosts.first();
        for (var taken : unavailable.ranges()) {
            if (next.compareTo(taken.first()) < 0) {
                free.add(new AddressRange(next, taken.first().previous()));
            }
            if (taken.contains(hosts.last())) {
                return free;
            }
            next = taken.last().next();
        }
        free.add(new AddressRange(next, hosts.last()));
        return free;
    }

    private boolean isManaged(IpAddress address) {
        return hosts.contains(address) && !neverRandom.contains(address);
    }

    private Optional<IpAddress> freeFrom(IpAddress start) {
        return Optional.of(unavailable.firstMissingFrom(start)).filter(hosts::contains);
    }
}
