package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.github.ovnnb.agent.domain.IpAddress;
import io.github.ovnnb.agent.domain.NodeAddresses;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells which addresses the nodes have, whenever that changes; a node's many other changes are no news. */
final class NodeWatch implements ResourceEventHandler<NodeResource> {
    private final Supplier<Collection<NodeResource>> nodes;
    private final Consumer<NodeAddresses> changed;
    private boolean complete;

    NodeWatch(Supplier<Collection<NodeResource>> nodes, Consumer<NodeAddresses> changed) {
        this.nodes = nodes;
        this.changed = changed;
    }

    /** The cache is complete: from now on each change is told. */
    synchronized void begin() {
        complete = true;
        refresh();
    }

    private synchronized void refresh() {
        if (complete) {
            var byAddress = new TreeMap<IpAddress, String>();
            nodes.get().forEach(node -> node.internalIps().forEach(ip -> byAddress.put(ip, node.name())));
            changed.accept(new NodeAddresses(byAddress));
        }
    }

    @Override
    public void onAdd(NodeResource node) {
        refresh();
    }

    @Override
    public void onUpdate(NodeResource before, NodeResource now) {
        if (!now.internalIps().equals(before.internalIps())) {
            refresh();
        }
    }

    @Override
    public void onDelete(NodeResource last, boolean unknown) {
        refresh();
    }
}
