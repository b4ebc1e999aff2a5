/// Small drawings on a canvas: the recent course of a number, shares of time, distributions.
@NullMarked
package dev.kioto.console.ui.chart;

import org.jspecify.annotations.NullMarked;
