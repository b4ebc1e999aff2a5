/// What a program did, event by event: the polls of each thread, who woke whom, what the scheduler did besides. It is read from a
/// flight recorder or a file of events, and knows neither wire nor screen.
@NullMarked
package dev.kioto.console.trace;

import org.jspecify.annotations.NullMarked;
