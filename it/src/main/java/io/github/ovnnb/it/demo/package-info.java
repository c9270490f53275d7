/** The main job before the eyes of a user: the program behind {@code scripts/demo}. */
@NullMarked
package io.github.ovnnb.it.demo;

import org.jspecify.annotations.NullMarked;
