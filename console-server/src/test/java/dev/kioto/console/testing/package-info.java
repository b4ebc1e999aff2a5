/// What several tests of the console server need.
@NullMarked
package dev.kioto.console.testing;

import org.jspecify.annotations.NullMarked;
