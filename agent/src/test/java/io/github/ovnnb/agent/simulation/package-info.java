/**
 * Whole agents on one thread against a simulated Kubernetes and a simulated Northbound, with simulated time. A seed draws workload, faults
 * and order, so every run can be run again.
 */
@NullMarked
package io.github.ovnnb.agent.simulation;

import org.jspecify.annotations.NullMarked;
