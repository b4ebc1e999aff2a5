/// The figures of the chosen target over time, on one axis, above what is wrong with it.
@NullMarked
package dev.kioto.console.ui.charts;

import org.jspecify.annotations.NullMarked;
