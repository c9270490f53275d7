/** Kubernetes as the reconciler sees it: informers, facts, annotation patches and events. The only package that knows fabric8. */
@NullMarked
package io.github.ovnnb.agent.kubernetes;

import org.jspecify.annotations.NullMarked;
