/// What waits for the outside world: timers now. Not for users.
///
/// A thread of the scheduler that has nothing to run sleeps in a [dev.kioto.driver.Driver], by the
/// [dev.kioto.driver.Sleeper] that it hands in; whoever waits for an instant holds a [dev.kioto.driver.TimerEntry]. Nothing
/// here knows tasks or schedulers: what is due has a waker.
@NullMarked
package dev.kioto.driver;

import org.jspecify.annotations.NullMarked;
