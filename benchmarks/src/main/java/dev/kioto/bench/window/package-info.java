/// Measures the console's window: how long its frames take while a target changes, and what it holds.
@NullMarked
package dev.kioto.bench.window;

import org.jspecify.annotations.NullMarked;
