package io.github.ovnnb.agent.domain;

import java.util.List;
import java.util.Map;

/** What is to be done about one {@code IP} resource. The next look at it may say more. */
public sealed interface IpAction {
    /** All is as it should be, or somebody else's business. */
    record Nothing() implements IpAction {}

    record Create(String name, IpSpec spec, Map<String, String> labels) implements IpAction {
        public Create {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * For the very version that was seen.
     *
     * @param former labels to be taken off
     * @param finalizers those that stay
     */
    record Update(IpFacts seen, IpSpec spec, Map<String, String> labels, List<String> former, List<String> finalizers)
            implements IpAction {
        public Update {
            labels = Map.copyOf(labels);
            former = List.copyOf(former);
            finalizers = List.copyOf(finalizers);
        }
    }

    /** For the very version that was seen: whoever reserves it at this moment wins. */
    record Delete(IpFacts seen) implements IpAction {}
}
