/// One task in detail: times, counts, distributions, stack, fields.
@NullMarked
package dev.kioto.console.ui.task;

import org.jspecify.annotations.NullMarked;
