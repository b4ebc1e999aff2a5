/// Files of what a program said: messages as they were received, each with its instant.
///
/// The format is this package's, what the messages mean is the collector's: here they are bytes of a numbered kind.
@NullMarked
package dev.kioto.console.recording;

import org.jspecify.annotations.NullMarked;
