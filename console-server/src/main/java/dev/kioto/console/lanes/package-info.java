/// What the threads of a program did lately, event by event, as lanes to be drawn: at any zoom an answer has no more parts than the
/// screen has pixels. It knows neither wire nor screen.
@NullMarked
package dev.kioto.console.lanes;

import org.jspecify.annotations.NullMarked;
