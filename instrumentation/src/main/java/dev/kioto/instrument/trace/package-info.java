/// The events themselves, in order and in little memory: what the flight recorder holds and trace streams are fed from.
///
/// ```text
///   append (aggregator)  ─►  TraceLog: [segment] [segment] ... [open segment]
///                                          ▲                        ▲
///                                  TraceCursor of a dump    TraceCursor of a stream
/// ```
///
/// There is one log. Whoever reads it is a place in it and costs the writer nothing; a reader that is overtaken by the oldest
/// segment is told how many events it has missed. It knows neither wire nor wall clock.
@NullMarked
package dev.kioto.instrument.trace;

import org.jspecify.annotations.NullMarked;
