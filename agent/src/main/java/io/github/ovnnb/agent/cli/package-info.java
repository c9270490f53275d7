/** The command line: what people and Deployments start. */
@NullMarked
package io.github.ovnnb.agent.cli;

import org.jspecify.annotations.NullMarked;
