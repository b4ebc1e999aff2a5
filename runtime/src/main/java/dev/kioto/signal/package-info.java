/// Signals of the system, as futures and streams.
@NullMarked
package dev.kioto.signal;

import org.jspecify.annotations.NullMarked;
