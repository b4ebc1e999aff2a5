/// The instant that the window shows: the time bar, the way back through what is kept, and how a recording plays.
@NullMarked
package dev.kioto.console.ui.time;

import org.jspecify.annotations.NullMarked;
