/// Runtimes: building one, entering it, shutting it down, and reading its metrics.
@NullMarked
package dev.kioto.runtime;

import org.jspecify.annotations.NullMarked;
