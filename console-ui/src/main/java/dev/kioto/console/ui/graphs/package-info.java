/// Graphs of the chosen target's tasks: who waits, who wakes, who spawned.
@NullMarked
package dev.kioto.console.ui.graphs;

import org.jspecify.annotations.NullMarked;
