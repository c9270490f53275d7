package io.github.ovnnb.ovsdb.netty;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntConsumer;

/** Where one remote may be reached: a name can have several addresses, of which some may be dead. Confined to the loop. */
final class Addresses {
    private final Iterator<SocketAddress> left;
    private final Runnable passingOver;

    private Addresses(List<SocketAddress> all, Runnable passingOver) {
        this.left = all.iterator();
        this.passingOver = passingOver;
    }

    static Addresses of(SocketAddress only) {
        return new Addresses(List.of(only), () -> {});
    }

    /** Asks the resolver, which blocks, unless the host is an address.
     *
     * @param first which address comes first, counted from 0 and beyond the last
     * @param next told another first one if this one does not answer
     */
    static Addresses of(String host, int port, int first, IntConsumer next) throws UnknownHostException {
        var all = new ArrayList<SocketAddress>();
        for (var address : InetAddress.getAllByName(host)) {
            all.add(new InetSocketAddress(address, port));
        }
        return inTurn(all, first, next);
    }

    static Addresses inTurn(List<SocketAddress> all, int first, IntConsumer next) {
        var turn = Math.floorMod(first, all.size());
        var order = new ArrayList<>(all);
        Collections.rotate(order, -turn);
        return new Addresses(order, () -> next.accept(turn + 1));
    }

    /** Then there is nothing to ask for. */
    static boolean isLiteral(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    boolean hasNext() {
        return left.hasNext();
    }

    SocketAddress next() {
        return left.next();
    }

    void passOver() {
        passingOver.run();
    }
}
