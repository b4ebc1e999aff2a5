/// How quantities are written: durations, counts, shares and instants. No toolkit in here.
@NullMarked
package dev.kioto.console.ui.format;

import org.jspecify.annotations.NullMarked;
