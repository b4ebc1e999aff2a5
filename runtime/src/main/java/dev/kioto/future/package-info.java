/// Futures: computations that are polled until they are ready. The vocabulary that everything else is written in; it
/// knows no scheduler and works on any thread.
@NullMarked
package dev.kioto.future;

import org.jspecify.annotations.NullMarked;
