/// What the collector knows of one program: its tasks, compactly, and windows on them.
///
/// Headless: nothing here knows HTTP, gRPC, JSON or a screen. Instants are nanoseconds since 1970 on the watched
/// program's clock, durations are nanoseconds, and what is absent is [dev.kioto.console.model.TaskRecord#ABSENT].
@NullMarked
package dev.kioto.console.model;

import org.jspecify.annotations.NullMarked;
