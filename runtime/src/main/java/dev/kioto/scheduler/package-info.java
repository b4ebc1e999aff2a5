/// The scheduler's organs, one noun a file. Not for users: `dev.kioto.runtime` and `dev.kioto.task` are the doors.
///
/// A [dev.kioto.scheduler.Scheduler] owns [dev.kioto.scheduler.Worker]s, each with a [dev.kioto.scheduler.LocalQueue], an
/// [dev.kioto.scheduler.InjectQueue] that all share, an [dev.kioto.scheduler.Idle] that knows who sleeps, a
/// [dev.kioto.driver.Driver] that one parked worker at a time waits on, and a [dev.kioto.scheduler.BlockingPool].
/// What runs is a [dev.kioto.scheduler.ScheduledTask]: a [dev.kioto.scheduler.FutureTask] or a
/// [dev.kioto.scheduler.VirtualTask]. The shape follows Tokio's `runtime/scheduler/multi_thread`.
@NullMarked
package dev.kioto.scheduler;

import org.jspecify.annotations.NullMarked;
