/// What the window remembers from one start to the next.
@NullMarked
package dev.kioto.console.ui.settings;

import org.jspecify.annotations.NullMarked;
