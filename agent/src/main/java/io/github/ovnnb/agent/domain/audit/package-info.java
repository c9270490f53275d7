/** What is wrong between the Northbound database and Kubernetes, found without changing anything. */
@NullMarked
package io.github.ovnnb.agent.domain.audit;

import org.jspecify.annotations.NullMarked;
