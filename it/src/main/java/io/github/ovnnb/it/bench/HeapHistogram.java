package io.github.ovnnb.it.bench;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the heap consists of.
 *
 * @param byClass by the name as the virtual machine spells it, {@code [B} for an array of bytes
 */
record HeapHistogram(Map<String, Entry> byClass) {
    /** {@code   1:   36214   2834480  [B (java.base@17.0.1)}: rank, instances, bytes, class. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    record Entry(long instances, long bytes) {
        static final Entry NONE = new Entry(0, 0);

        Entry minus(Entry other) {
            return new Entry(instances - other.instances(), bytes - other.bytes());
        }
    }

    record Growth(String className, Entry more) {}

    HeapHistogram {
        byClass = Map.copyOf(byClass);
    }

    /** @param text what {@code jcmd PID GC.class_histogram} prints */
    static HeapHistogram parse(String text) {
        var byClass = new HashMap<String, Entry>();
        text.lines().map(LINE::matcher).filter(line -> line.matches()).forEach(line -> {
            var entry = new Entry(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
            // Two class loaders may have classes of one name.
            byClass.merge(
                    line.group(3),
                    entry,
                    (one, other) -> new Entry(one.instances() + other.instances(), one.bytes() + other.bytes()));
        });
        return new HeapHistogram(byClass);
    }

    /** The classes that take most more bytes than before, those first that grew most. */
    List<Growth> grownSince(HeapHistogram before, int atMost) {
        return byClass.entrySet().stream()
                .map(now -> new Growth(
                        now.getKey(), now.getValue().minus(before.byClass().getOrDefault(now.getKey(), Entry.NONE))))
                .filter(growth -> growth.more().bytes() > 0)
                .sorted(Comparator.comparingLong(
                                (Growth growth) -> growth.more().bytes())
                        .reversed())
                .limit(atMost)
                .toList();
    }
}
