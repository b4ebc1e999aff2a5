/// What must be seen while it happens: a poll that does not end, with its stack; timers that fire late; channels that nobody asks
/// about; tasks that do not end though they were told to. One daemon thread looks, and the program's threads tell what it cannot see.
@NullMarked
package dev.kioto.instrument.incident;

import org.jspecify.annotations.NullMarked;
