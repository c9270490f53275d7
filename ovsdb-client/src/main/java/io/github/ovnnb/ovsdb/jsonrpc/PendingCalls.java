package io.github.ovnnb.ovsdb.jsonrpc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls written and not yet answered, in the order written. Confined to the connection's event loop; knows nothing of sockets. */
public final class PendingCalls<C> {
    private final Map<Long, C> byId = new LinkedHashMap<>();

    /** Remembers a call. Ids are never used twice in a connection: a late answer must not meet another call. */
    public void add(long id, C call) {
        if (byId.putIfAbsent(id, call) != null) {
            throw new IllegalStateException("id " + id + " is still waiting for its answer");
        }
    }

    /** The call of this id, which goes on waiting; empty if none waits. */
    public Optional<C> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The call that this answer is for; empty if none waits, which is then the server's mistake. */
    public Optional<C> answered(long id) {
        return Optional.ofNullable(byId.remove(id));
    }

    /** Forgets all calls and hands them over. Copies first: whoever is told may start another call. */
    public List<C> abandonAll() {
        var orphans = List.copyOf(byId.values());
        byId.clear();
        return orphans;
    }

    /** How many wait. */
    public int size() {
        return byId.size();
    }
}
