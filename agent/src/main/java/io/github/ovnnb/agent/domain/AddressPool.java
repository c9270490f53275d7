package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.stream.Collectors;

/** The annotation {@code ip_pool} read as a list: entries in order, each one address or one of each family. */
public record AddressPool(List<Entry> entries) {
    public AddressPool {
        entries = List.copyOf(entries);
    }

    /** What one Pod takes. */
    public record Entry(List<IpAddress> ips) {
        public Entry {
            ips = ips.stream().sorted().toList();
        }

        @Override
        public String toString() {
            return ips.stream().map(IpAddress::toString).collect(Collectors.joining(","));
        }
    }

    public int size() {
        return entries.size();
    }

    @Override
    public String toString() {
        return entries.stream()
                .map(Entry::toString)
                .collect(Collectors.joining(
                        entries.stream().anyMatch(entry -> entry.ips().size() > 1) ? ";" : ","));
    }
}
