package io.github.ovnnb.agent.kubernetes;

import java.util.Collection;
import java.util.List;

/** The Pods that we know of. */
interface PodCache {
    /** Those under that key of the index. */
    List<PodResource> indexed(String index, String key);

    Collection<PodResource> all();

    /** Whether all watches run that bring them. */
    boolean isCurrent();
}
