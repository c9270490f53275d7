package io.github.ovnnb.agent.kubernetes;

import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Owners that were asked for and can't be read yet. Whoever is still of interest is asked for again with each sweep; the others are forgotten
 * after a while, or they would pile up for as long as their kind is not served. May be used from any thread.
 */
final class Askers {
    private final int remembered;
    private final Map<OwnerKey, Integer> lastAsked = new HashMap<>();
    private int searches;

    /** @param remembered for so many vain searches */
    Askers(int remembered) {
        this.remembered = remembered;
    }

    synchronized void add(OwnerKey owner) {
        lastAsked.put(owner, searches);
    }

    /** They could not be read this time either. */
    synchronized void searchedInVain() {
        searches++;
        lastAsked.values().removeIf(asked -> searches - asked > remembered);
    }

    /** All of them, who then wait no more. */
    synchronized List<OwnerKey> takeAll() {
        var all = List.copyOf(lastAsked.keySet());
        lastAsked.clear();
        return all;
    }
}
