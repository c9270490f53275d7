package io.github.ovnnb.it.chaos;

import java.util.HashMap;
import java.util.Map;

/** No IP and no MAC stands on two rows of one switch, in any state of the database. */
final class SharedAddresses {
    private final Chronicle chronicle;

    SharedAddresses(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    void state(String member, DatabaseState state) {
        Map<String, Port> holders = new HashMap<>();
        for (var port : state.ports()) {
            for (var logicalSwitch : port.switches()) {
                for (var word : port.assignment().words()) {
                    var other = holders.putIfAbsent(logicalSwitch + " " + word, port);
                    if (other != null && !other.uuid().equals(port.uuid())) {
                        report(word, logicalSwitch, port, other, member);
                    }
                }
            }
        }
    }

    private void report(String word, String logicalSwitch, Port one, Port other, String member) {
        // The same pair in the same order, whatever order a member shows them in.
        boolean inOrder = one.uuid().compareTo(other.uuid()) < 0;
        chronicle.note(one.name(), member + " shows " + one + " and " + other);
        chronicle.violation(
                Rule.SHARED_ON_A_SWITCH,
                one.name(),
                word + " on " + logicalSwitch + " is of " + (inOrder ? one.name() : other.name()) + " and of "
                        + (inOrder ? other.name() : one.name()));
    }
}
