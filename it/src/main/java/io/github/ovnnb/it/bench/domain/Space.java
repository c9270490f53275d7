package io.github.ovnnb.it.bench.domain;

import io.github.ovnnb.agent.domain.FreeAddresses;
import io.github.ovnnb.agent.domain.IpAddress;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/** A subnet that gives out addresses and takes them back. Each address given out is remembered under a slot. */
interface Space {
    /** Takes the next free address. */
    void allocate(int slot);

    /** Gives back what was allocated last under the slot. */
    void release(int slot);

    /** @param implementation {@code agent}, {@code bitset} or {@code tree} */
    static Space of(String implementation, Scenario scenario, int slots) {
        return switch (implementation) {
            case "agent" -> new OfTheAgent(scenario, slots);
            case "bitset" -> new Bits(scenario, slots);
            case "tree" -> new Tree(scenario, slots);
            default -> throw new IllegalArgumentException(implementation);
        };
    }

    /** What the agent uses. */
    final class OfTheAgent implements Space {
        private final FreeAddresses free;
        private final IpAddress[] given;

        OfTheAgent(Scenario scenario, int slots) {
            this.given = new IpAddress[slots];
            var network = scenario.cidr().network();
            this.free = new FreeAddresses(scenario.cidr(), List.of());
            scenario.forEachTaken(
                    offset -> free.take(new IpAddress(network.family(), network.high(), network.low() + offset)));
        }

        @Override
        public void allocate(int slot) {
            var address = free.next().orElseThrow();
            free.take(address);
            given[slot] = address;
        }

        @Override
        public void release(int slot) {
            free.free(given[slot]);
        }
    }

    /** The least that can be done where the subnet is small enough: a bit an address, and going round as the agent does. */
    final class Bits implements Space {
        private final BitSet taken;
        private final int[] given;
        private final int hosts;
        private int cursor = 1;

        Bits(Scenario scenario, int slots) {
            this.given = new int[slots];
            this.hosts = scenario.hosts();
            this.taken = new BitSet(hosts + 2);
            taken.set(0);
            scenario.forEachTaken(offset -> taken.set((int) offset));
        }

        @Override
        public void allocate(int slot) {
            int next = taken.nextClearBit(cursor);
            if (next > hosts) {
                next = taken.nextClearBit(1);
            }
            taken.set(next);
            cursor = next + 1;
            given[slot] = next;
        }

        @Override
        public void release(int slot) {
            taken.clear(given[slot]);
        }
    }

    /** Merged ranges of free addresses in a search tree, the usual way, and going round as the agent does. */
    final class Tree implements Space {
        private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();
        private final long[] given;
        private long cursor = 1;

        Tree(Scenario scenario, int slots) {
            this.given = new long[slots];
            var next = new long[] {1};
            scenario.forEachTaken(offset -> {
                if (next[0] < offset) {
                    lastByFirst.put(next[0], offset - 1);
                }
                next[0] = offset + 1;
            });
            if (next[0] <= scenario.hosts()) {
                lastByFirst.put(next[0], (long) scenario.hosts());
            }
        }

        @Override
        public void allocate(int slot) {
            var around = lastByFirst.floorEntry(cursor);
            var range = around != null && around.getValue() >= cursor ? around : lastByFirst.ceilingEntry(cursor);
            if (range == null) {
                cursor = 1;
                range = lastByFirst.firstEntry();
            }
            long address = Math.max(cursor, range.getKey());
            lastByFirst.remove(range.getKey());
            if (range.getKey() < address) {
                lastByFirst.put(range.getKey(), address - 1);
            }
            if (address < range.getValue()) {
                lastByFirst.put(address + 1, range.getValue());
            }
            cursor = address + 1;
            given[slot] = address;
        }

        @Override
        public void release(int slot) {
            long first = given[slot];
            long last = first;
            var below = lastByFirst.floorEntry(first);
            if (below != null && below.getValue() == first - 1) {
                first = below.getKey();
            }
            var above = lastByFirst.remove(last + 1);
            if (above != null) {
                last = above;
            }
            lastByFirst.put(first, last);
        }
    }
}
