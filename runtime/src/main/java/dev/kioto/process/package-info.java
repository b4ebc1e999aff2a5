/// Child processes that tasks start, talk to and wait for.
///
/// Failures are [java.io.UncheckedIOException], whose message names the program.
@NullMarked
package dev.kioto.process;

import org.jspecify.annotations.NullMarked;
