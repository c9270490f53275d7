package io.github.ovnnb.it.chaos;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a Pod is told, or a row says.
 *
 * @param logicalSwitch where it counts
 * @param words the MAC and then the IPs, in lower case
 */
record Assignment(String logicalSwitch, List<String> words) {
    Assignment {
        words = List.copyOf(words);
    }

    /** @param addresses as the {@code addresses} column and the annotations have them: words parted by spaces and commas */
    static Assignment of(String logicalSwitch, String... addresses) {
        var words = Stream.of(addresses)
                .flatMap(text -> Stream.of(text.toLowerCase(Locale.ROOT).split("[ ,]+")))
                .filter(word -> !word.isEmpty())
                .toList();
        return new Assignment(logicalSwitch, words);
    }

    @Override
    public String toString() {
        return String.join(" ", words) + " on " + logicalSwitch;
    }
}
