/// The task table: its rows, columns, order and filter.
@NullMarked
package dev.kioto.console.ui.tasks;

import org.jspecify.annotations.NullMarked;
