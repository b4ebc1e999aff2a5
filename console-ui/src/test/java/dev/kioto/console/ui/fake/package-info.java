/// A console server with invented tasks: what the window's tests talk to, and what a person looks at while changing the
/// window.
@NullMarked
package dev.kioto.console.ui.fake;

import org.jspecify.annotations.NullMarked;
