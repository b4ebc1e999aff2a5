/// Synchronization between tasks: locks, semaphores, notifications, barriers, values that are set once, and channels. They
/// build on `dev.kioto.future` alone, and tell the probe of themselves by `dev.kioto.resource`, so they work with any runtime
/// and with none: a future task polls what they return, any other thread awaits it.
@NullMarked
package dev.kioto.sync;

import org.jspecify.annotations.NullMarked;
