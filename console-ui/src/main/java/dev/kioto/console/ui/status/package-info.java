/// The status bar and the banner that says what is wrong with the connection.
@NullMarked
package dev.kioto.console.ui.status;

import org.jspecify.annotations.NullMarked;
