/// What the words of the window mean.
@NullMarked
package dev.kioto.console.ui.terms;

import org.jspecify.annotations.NullMarked;
