package io.github.ovnnb.agent.domain;

import io.github.ovnnb.agent.domain.Allocator.Question;
import io.github.ovnnb.agent.domain.Reservation.Impossible;
import java.util.List;
import java.util.Optional;

/**
 * From which part of a subnet a Pod gets an address that it does not state, as kube-ovn has it: from the pool that it names; else, on the
 * default network, from those that its namespace is bound to, and from nothing else; else from what is in no named pool.
 *
 * <p>A family that the pool says nothing of comes from the rest of the subnet; in kube-ovn such a Pod gets none.
 */
final class PoolChoice {
    private PoolChoice() {}

    /** What is wrong with the name of the pool. */
    static Optional<Impossible> misnamed(Question question) {
        var name = question.request().namedPool().orElseThrow();
        var pool = question.catalog().pools().named(name);
        if (pool.isEmpty()) {
            return Optional.of(Refusals.noPool(question, name));
        }
        var subnet = pool.get().subnet();
        var pinned = question.request().subnet().filter(other -> !other.equals(subnet));
        if (pinned.isPresent()) {
            return Optional.of(Refusals.poolOfOtherSubnet(question, pool.get(), pinned.get()));
        }
        return question.catalog().named(subnet).isEmpty()
                ? Optional.of(Refusals.poolWithoutSubnet(question, pool.get()))
                : Optional.empty();
    }

    /** The subnet that the Pod pins, by its name or by that of a pool; else those of its namespace. */
    static List<Subnet> subnets(Question question) {
        return question.request()
                .subnet()
                .or(() -> named(question).map(Pool::subnet))
                .map(pinned -> question.catalog().named(pinned).stream().toList())
                .orElse(question.subnets());
    }

    /** Without those in which the Pod can't have anything because its namespace is bound to pools of others. */
    static List<Subnet> withPools(Question question, List<Subnet> subnets) {
        return named(question).isPresent() || ofNamespace(question).isEmpty()
                ? subnets
                : subnets.stream()
                        .filter(subnet -> ofNamespace(question).stream()
                                .anyMatch(pool -> pool.subnet().equals(subnet.name())))
                        .toList();
    }

    /** Names of pools in the order in which they are to be tried, {@link Pool#REST} among them where it counts. */
    static List<String> of(Question question, Subnet subnet, AddressFamily family) {
        var pools = named(question).map(List::of).orElseGet(() -> ofNamespace(question)).stream()
                .filter(pool -> pool.subnet().equals(subnet.name()) && pool.has(family))
                .map(Pool::name)
                .toList();
        return pools.isEmpty() ? List.of(Pool.REST) : pools;
    }

    /** Whether the port may go on with an address that it had: a template that names another pool moves it, a namespace bound anew does not. */
    static boolean allows(Question question, IpAddress had) {
        return named(question)
                .filter(pool -> pool.has(had.family()) && !pool.contains(had))
                .isEmpty();
    }

    private static Optional<Pool> named(Question question) {
        return question.request()
                .namedPool()
                .flatMap(name -> question.catalog().pools().named(name));
    }

    private static List<Pool> ofNamespace(Question question) {
        return question.port().provider().isDefault()
                ? question.catalog().pools().forNamespace(question.port().namespace())
                : List.of();
    }
}
