/// What the instrumented threads run: the probe, and the rings that carry its events to one reader.
///
/// Nothing here waits, throws into the program or grows with its load; what does not fit is dropped and counted. It knows
/// nothing of who reads the events, and of the runtime it knows [dev.kioto.probe] alone.
@NullMarked
package dev.kioto.instrument.recorder;

import org.jspecify.annotations.NullMarked;
