/** The harness: a real OVN and a real Kubernetes control plane for tests, ours and others'. */
@NullMarked
package io.github.ovnnb.it;

import org.jspecify.annotations.NullMarked;
