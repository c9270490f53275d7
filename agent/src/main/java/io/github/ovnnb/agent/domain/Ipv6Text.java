package io.github.ovnnb.agent.domain;

/** The canonical text of an IPv6 address, RFC 5952 section 4: lower case, no leading zeros, the longest run of zeros as {@code ::}. */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    static String of(long high, long low) {
        var groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xffff);
        }
        int from = -1;
        int length = 1; // A single zero group is written out, section 4.2.2.
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(groups, i);
            if (run > length) {
                from = i;
                length = run;
            }
        }
        return from < 0 ? join(groups, 0, GROUPS) : join(groups, 0, from) + "::" + join(groups, from + length, GROUPS);
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String join(int[] groups, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
