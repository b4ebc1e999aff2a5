/// Finds what is wrong with tasks, from the model alone: one class a check.
@NullMarked
package dev.kioto.console.diagnosis;

import org.jspecify.annotations.NullMarked;
