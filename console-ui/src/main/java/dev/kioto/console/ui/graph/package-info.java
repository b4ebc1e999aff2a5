/// Graphs of tasks, made from the server's answers and laid out, without a toolkit.
@NullMarked
package dev.kioto.console.ui.graph;

import org.jspecify.annotations.NullMarked;
