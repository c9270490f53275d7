package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.IpAction;
import io.github.ovnnb.agent.domain.IpFacts;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The {@code IP} resources (kubeovn.io/v1): a cache to read, and a writer. */
public interface IpResources {
    Optional<IpFacts> named(String name);

    Collection<IpFacts> all();

    /**
     * Never fails: completes with why it could not be tried, in words. Empty when it is done, or was refused, or was overtaken by something
     * that will be heard of.
     */
    CompletionStage<Optional<String>> write(IpAction action);
}
