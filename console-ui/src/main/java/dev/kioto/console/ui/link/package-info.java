/// The way between the console's API and the window: connections, polling and the one hop to the UI thread.
@NullMarked
package dev.kioto.console.ui.link;

import org.jspecify.annotations.NullMarked;
