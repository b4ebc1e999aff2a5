/// How locks, channels, timers and their like tell the probe of themselves and of who waits for them. For those that are part of
/// the runtime, not for users. Everything works without a runtime, and tells nobody then.
@NullMarked
package dev.kioto.resource;

import org.jspecify.annotations.NullMarked;
