package io.github.ovnnb.it.chaos;

import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.Kubeconfig;
import io.github.ovnnb.it.harness.OvnCluster;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.Passage;
import io.github.ovnnb.it.harness.TcpProxy;
import java.util.List;
import java.util.stream.Collectors;

/**
 * By which one agent reaches everything else, so that it can be cut off alone.
 *
 * @param toMembers in the order of the members
 */
record Roads(List<FaultProxy> toMembers, TcpProxy toApiServer) implements AutoCloseable {
    Roads {
        toMembers = List.copyOf(toMembers);
    }

    static Roads to(OvnCluster northbound, Kubeconfig apiServer) {
        var toMembers = northbound.members().stream()
                .map(OvsdbServer::tcp)
                .map(member -> FaultProxy.before(member, FaultPlan.none()))
                .toList();
        return new Roads(toMembers, TcpProxy.before(apiServer.server()));
    }

    /** What the agent is given as {@code --ovn-nb}. */
    String remotes() {
        return toMembers.stream().map(FaultProxy::remote).collect(Collectors.joining(","));
    }

    /** Connections stay open and nothing comes through, as when a cable is pulled. */
    static void swallow(List<FaultProxy> proxies) {
        var hole = FaultPlan.when(passage -> true, new io.github.ovnnb.it.harness.Fault.Withhold());
        proxies.forEach(proxy -> proxy.follow(hole));
    }

    /** A connection that has lost bytes must not go on: TCP never does that. */
    static void reconnect(List<FaultProxy> proxies) {
        for (var proxy : proxies) {
            int last = proxy.connections();
            var cut = new io.github.ovnnb.it.harness.Fault.CutBefore();
            proxy.follow(FaultPlan.when((Passage passage) -> passage.connection() <= last, cut));
            proxy.cutAll();
        }
    }

    @Override
    public void close() {
        toMembers.forEach(FaultProxy::close);
        toApiServer.close();
    }
}
