/// Tests of time, most of them by a paused clock.
@NullMarked
package dev.kioto.time;

import org.jspecify.annotations.NullMarked;
