/// Makes a program visible to a console: start an [dev.kioto.instrument.Instrumentation] and give its probe to the
/// runtimes.
///
/// ```text
///   runtime --probe--> recorder --rings--> aggregate --parts--> endpoint --gRPC--> consoles
///   (its threads)                          (one thread)         (one thread pushes)
/// ```
@NullMarked
package dev.kioto.instrument;

import org.jspecify.annotations.NullMarked;
