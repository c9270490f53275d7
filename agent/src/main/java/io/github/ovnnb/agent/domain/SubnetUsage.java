package io.github.ovnnb.agent.domain;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much of a subnet is used, each family by itself: the numbers of kube-ovn's {@code Subnet.status}. All of them come from the {@link
 * AddressBook}, so they can't disagree.
 *
 * @param families those the subnet has
 */
public record SubnetUsage(String subnet, List<FamilyUsage> families) {
    public SubnetUsage {
        families = List.copyOf(families);
    }

    /**
     * @param available what may be given out unasked and nobody has
     * @param using what somebody has, excluded addresses among them
     */
    public record FamilyUsage(AddressFamily family, List<AddressRange> available, List<AddressRange> using) {
        public FamilyUsage {
            available = List.copyOf(available);
            using = List.copyOf(using);
        }

        public BigInteger availableCount() {
            return count(available);
        }

        public BigInteger usingCount() {
            return count(using);
        }

        private static BigInteger count(List<AddressRange> ranges) {
            return ranges.stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
        }

        /** As kube-ovn writes ranges into a status: {@code a-b,c}. */
        public static String text(List<AddressRange> ranges) {
            return ranges.stream()
                    .map(range -> range.first().equals(range.last())
                            ? range.first().toString()
                            : range.first() + "-" + range.last())
                    .collect(Collectors.joining(","));
        }
    }
}
