/// What is kept of targets over time: series of figures, ended tasks and diagnoses, in memory for minutes and in an
/// embedded database for days.
///
/// It knows neither wire nor screen: figures come as samples and leave as points.
@NullMarked
package dev.kioto.console.store;

import org.jspecify.annotations.NullMarked;
