/// The whole window: its parts, keys and what joins them.
@NullMarked
package dev.kioto.console.ui.window;

import org.jspecify.annotations.NullMarked;
