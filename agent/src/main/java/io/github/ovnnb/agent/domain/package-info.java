/**
 * Every decision of the agent: who may have which address, and what becomes of a port. Facts in, values out. Nothing here
 * reads a clock, starts a thread, draws a random number of its own or knows Kubernetes and OVSDB by more than their words.
 */
@NullMarked
package io.github.ovnnb.agent.domain;

import org.jspecify.annotations.NullMarked;
