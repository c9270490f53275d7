/** The validating admission webhook: what the API server asks over HTTPS, and what it is answered. */
@NullMarked
package io.github.ovnnb.agent.webhook;

import org.jspecify.annotations.NullMarked;
