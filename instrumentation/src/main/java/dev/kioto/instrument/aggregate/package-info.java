/// What the recorded events add up to: one entry a task, kept in step by one daemon thread, read in parts by subscribers.
///
/// It knows tasks and nanoseconds, and neither wire nor wall clock.
@NullMarked
package dev.kioto.instrument.aggregate;

import org.jspecify.annotations.NullMarked;
