/// Colours, shapes and style classes of the window, light and dark.
@NullMarked
package dev.kioto.console.ui.theme;

import org.jspecify.annotations.NullMarked;
