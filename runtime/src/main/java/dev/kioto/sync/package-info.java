/// Synchronization between tasks: a mutex and a bounded channel. They build on `dev.kioto.future` alone, so they work
/// with any runtime and with none: a future task polls what they return, any other thread awaits it.
@NullMarked
package dev.kioto.sync;

import org.jspecify.annotations.NullMarked;
