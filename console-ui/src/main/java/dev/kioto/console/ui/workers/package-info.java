/// The workers of the chosen target: what each does now, and its last minute and a half.
@NullMarked
package dev.kioto.console.ui.workers;

import org.jspecify.annotations.NullMarked;
