/// Why a task waited: who held the worker, the lock or the channel. It reads the model and the events of a flight recorder, and knows
/// neither wire nor screen.
@NullMarked
package dev.kioto.console.cause;

import org.jspecify.annotations.NullMarked;
